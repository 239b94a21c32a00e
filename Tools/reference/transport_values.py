"""The part of distances.py that computes transport: on the line, sliced, exact and with an entropic term."""
import math
import numpy as np
import ot
import scipy.stats
from values import close, put, squared, squared_mmd

# ---- optimal transport

def merged(u, v, p, a=None, b=None):
    """W_p^p in 1-D: the integral of |quantile of u - quantile of v|^p, over the merged levels."""
    def sort(points, weights):
        order = np.argsort(points, kind="stable")
        weights = np.full(len(points), 1 / len(points)) if weights is None else weights
        return points[order], np.cumsum(weights[order])
    (u, s), (v, t) = sort(u, a), sort(v, b)
    s[-1] = t[-1] = 1
    levels = np.unique(np.concatenate([[0], s, t]))
    middle = (levels[1:] + levels[:-1]) / 2
    return math.fsum(np.diff(levels) * np.abs(u[np.searchsorted(s, middle)] - v[np.searchsorted(t, middle)]) ** p)


def one_dimensional_values(data, x, y):
    u, v = x[:, 0], y[:, 0]
    a, b = 1.0 + np.arange(len(u)) % 5, 1.0 + np.arange(len(v)) % 3
    a, b = a / a.sum(), b / b.sum()
    weighted = {"weights of x": "1 + i mod 5", "weights of y": "1 + j mod 3", "normalised": True}
    w1 = put(data, "W1", scipy.stats.wasserstein_distance(u, v), "scipy", column=1)
    w1w = put(data, "W1", scipy.stats.wasserstein_distance(u, v, a, b), "scipy", column=1, **weighted)
    w2 = put(data, "W2^2", ot.wasserstein_1d(u, v, p=2), "pot", column=1)
    w2w = put(data, "W2^2", ot.wasserstein_1d(u, v, a, b, p=2), "pot", column=1, **weighted)
    root = put(data, "scipy energy distance", scipy.stats.energy_distance(u, v), "scipy", column=1)
    for value, other in ((w1, merged(u, v, 1)), (w1w, merged(u, v, 1, a, b)), (w2, merged(u, v, 2)),
                         (w2w, merged(u, v, 2, a, b)),
                         (root**2, squared_mmd(lambda q: -np.sqrt(q), x[:, :1], y[:, :1], "V"))):
        close(value, other, 1e-11)


def directions(d):
    if d == 2:
        theta = math.pi * (np.arange(64) + 0.5) / 64
        return np.stack([np.cos(theta), np.sin(theta)], 1), "theta_k = pi (k + 1/2) / 64, k = 0..63"
    w = np.random.default_rng(d).standard_normal((16, d))
    w /= np.linalg.norm(w, axis=1, keepdims=True)
    return w, w.tolist()


def sliced_values(data, x, y):
    w, listed = directions(x.shape[1])
    put(data, "directions", len(w), "numpy", directions=listed)
    for p in (1, 2):
        centre = np.rint(x.mean(0))  # exact, and keeps the digits of e
        value = np.mean([merged((x - centre) @ k, (y - centre) @ k, p) for k in w]) ** (1 / p)
        put(data, f"sliced W{p}", value, "numpy", directions=len(w))
        close(value, ot.sliced_wasserstein_distance(x, y, projections=w.T.copy(), p=p), 1e-11)


def exact_values(data, x, y):
    a, b = np.full(len(x), 1 / len(x)), np.full(len(y), 1 / len(y))
    q = squared(x, y)
    put(data, "EMD", ot.emd2(a, b, np.sqrt(q)), "pot", cost="|x-y|")
    put(data, "EMD", ot.emd2(a, b, q), "pot", cost="|x-y|^2")


def softmin(c, h):
    """-log sum_j exp(h_j - c_ij)"""
    s = h - c
    top = s.max(1)
    return -top - np.log(np.exp(s - top[:, None]).sum(1))


def entropic(q, epsilon, tolerance=1e-13):
    """OT_eps = min <P,C> + eps KL(P | a b') for uniform weights, and <P,C>: Sinkhorn in the log domain."""
    n, m = q.shape
    g = np.zeros(m)
    for e in [epsilon * 2.0**k for k in range(8, -1, -1)]:
        c, g, change = q / e, g / e, math.inf
        while change > (tolerance if e == epsilon else 1e-3):
            f = softmin(c, g - math.log(m))
            g, last = softmin(c.T, f - math.log(n)), g
            change = np.abs(g - last).max()
        g = g * e
    plan = np.exp(f[:, None] + g / epsilon - c) / (n * m)
    return epsilon * (math.fsum(f) / n + math.fsum(g / epsilon) / m), math.fsum((plan * q).ravel())


def entropic_with_itself(q, epsilon, tolerance=1e-13):
    """OT_eps of a sample with itself: one potential, averaged updates."""
    n, f, change = len(q), np.zeros(len(q)), math.inf
    while change > tolerance:
        update = softmin(q / epsilon, f - math.log(n))
        change = np.abs(update - f).max()
        f = (f + update) / 2
    return 2 * epsilon * math.fsum(f) / n


def entropic_values(data, x, y):
    a, b = np.full(len(x), 1 / len(x)), np.full(len(y), 1 / len(y))
    q = squared(x, y)
    for epsilon in (0.1, 1.0):
        p, log = ot.bregman.sinkhorn_log(a, b, q, epsilon, numItermax=1_000_000, stopThr=1e-14, log=True)
        transport = put(data, "entropic <P,C>", (p * q).sum(), "pot", epsilon=epsilon)
        dual = epsilon * ((log["log_u"] - np.log(a)).mean() + (log["log_v"] - np.log(b)).mean())
        put(data, "entropic OT_eps", dual, "pot", epsilon=epsilon)
        value, cost = entropic(q, epsilon)
        close(value, dual, 1e-10)
        close(cost, transport, 1e-8)
        put(data, "entropic <P,C>", cost, "numpy", epsilon=epsilon)
        put(data, "entropic OT_eps", value, "numpy", epsilon=epsilon)
        xx, yy = (entropic_with_itself(squared(z, z), epsilon) for z in (x, y))
        put(data, "Sinkhorn divergence", value - xx / 2 - yy / 2, "numpy", epsilon=epsilon)
