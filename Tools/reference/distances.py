"""Distances between the samples of data/ (see samples.py), by other libraries. Writes distances.json, one value a line.

Each line: data (which pair), quantity, parameters, value (reads back to the bit), library (who computed it: "numpy" is
this file, "formula" is another program's formula written again here). Conventions: q = |x-y|^2; estimator V (biased)
keeps the diagonal, U (unbiased) leaves it out; "W1" and "W2^2" are powers, "sliced W2" and "scipy energy distance" are
roots. The calls of close(...) belong to the reference: two independent computations agree there.

Usage: python distances.py (20 s). The committed values were made by numpy 2.4.6, scipy 1.17.1, scikit-learn 1.9.1,
POT 0.9.7.post1, geomloss 0.3.1, hyppo 0.5.2, dcor 0.7, alibi-detect 0.13.0 and torch 2.15.0, Python 3.11, x86-64, in
double precision. alibi-detect asks for numpy < 2 but gives the same values with 2.4 (installed with --no-deps).
"""
import importlib.metadata
import json
import math
import pathlib
import warnings
import numpy as np
import ot
import scipy.stats
import dcor
import hyppo.ksample
import torch
from geomloss import SamplesLoss
from sklearn.metrics.pairwise import rbf_kernel
from alibi_detect.cd.pytorch.mmd import MMDDriftTorch
from alibi_detect.utils.pytorch.distance import mmd2
from alibi_detect.utils.pytorch.kernels import GaussianRBF

here = pathlib.Path(__file__).parent
version = {name: importlib.metadata.version(name) for name in
           ("numpy", "scipy", "scikit-learn", "pot", "geomloss", "hyppo", "dcor", "alibi-detect", "torch")}
lines = []


def put(data, quantity, value, library, **parameters):
    name = f"{library} {version[library]}" if library in version and library != "numpy" else library
    lines.append(json.dumps({"data": data, "quantity": quantity, "parameters": parameters,
                             "value": float(value), "library": name}))
    return float(value)


def read(name):
    return np.loadtxt(here / "data" / f"{name}.csv", delimiter=",", skiprows=1, ndmin=2)


def close(a, b, tolerance=1e-12):
    assert abs(a - b) <= tolerance * max(1, abs(a), abs(b)), (a, b)


def squared(x, y):
    return np.square(x[:, None] - y[None]).sum(-1)


# ---- squared MMD

def mean(k, diagonal):
    """The mean of k, correctly rounded sums; without the diagonal, over i != j."""
    total = math.fsum(k.ravel()) - (0 if diagonal else math.fsum(np.diag(k)))
    return total / (k.size if diagonal else k.size - len(k))


def squared_mmd(kernel, x, y, estimator):
    kxx, kyy, kxy = kernel(squared(x, x)), kernel(squared(y, y)), kernel(squared(x, y))
    biased = estimator == "V"
    return mean(kxx, biased) + mean(kyy, biased) - 2 * mean(kxy, True)


def kernels(r):
    yield "gaussian", {}, lambda q: np.exp(-q / r)
    yield "laplace", {}, lambda q: np.exp(-np.sqrt(q / r))
    yield "inverseMultiquadric", {}, lambda q: (1 + q / r) ** -0.5
    for shape in (0.5, 2.0):
        yield "rationalQuadratic", {"shape": shape}, lambda q, s=shape: (1 + q / (s * r)) ** -s
    multiples = (0.25, 1.0, 4.0)
    yield "gaussianMixture", {"multiples": multiples}, lambda q: sum(np.exp(-q / (c * r)) for c in multiples) / 3


def kernel_values(data, x, y):
    z = np.concatenate([x, y])
    median = float(np.median(squared(z, z)[np.triu_indices(len(z), 1)]))
    put(data, "median squared distance", median, "numpy")
    for estimator in "UV":
        for r in (0.5, 2.0, median):
            for kernel, shape, k in kernels(r):
                put(data, "squared MMD", squared_mmd(k, x, y, estimator), "numpy",
                    kernel=kernel, r=r, estimator=estimator, **shape)
        energy = squared_mmd(lambda q: -np.sqrt(q), x, y, estimator)
        put(data, "squared MMD", energy, "numpy", kernel="energy", estimator=estimator)
    return median


# ---- the defaults of other libraries

def sklearn_values(data, x, y):
    value = rbf_kernel(x, x).mean() + rbf_kernel(y, y).mean() - 2 * rbf_kernel(x, y).mean()
    put(data, "scikit-learn rbf_kernel MMD", value, "scikit-learn", gamma="1/d", estimator="V")
    close(value, squared_mmd(lambda q: np.exp(-q / x.shape[1]), x, y, "V"))


def centred(d):
    """U-centred distance matrix."""
    n = len(d)
    a = d - d.sum(0) / (n - 2) - d.sum(1)[:, None] / (n - 2) + d.sum() / ((n - 1) * (n - 2))
    return a - np.diag(np.diag(a))


def hyppo_values(data, x, y):
    n, m = len(x), len(y)
    factor = 2 * n**2 * m**2 / (n + m) ** 4
    z, label = np.concatenate([x, y]), np.repeat([0.0, 1.0], [n, m])[:, None]
    distance = np.sqrt(squared(z, z))
    median = np.median(distance[np.triu_indices(n + m, 1)])
    a, b = centred(1 - np.exp(-distance**2 / (2 * median**2))), centred(np.abs(label - label.T))
    correlation = (a * b).sum() / np.sqrt((a * a).sum() * (b * b).sum())
    covariance = (centred(distance) * b).sum() / ((n + m) * (n + m - 3))
    mmd = put(data, "hyppo MMD statistic", hyppo.ksample.MMD().statistic(x, y), "hyppo")
    put(data, "hyppo MMD p (chi2)", hyppo.ksample.MMD().test(x, y)[1], "hyppo")
    energy = put(data, "hyppo Energy statistic", hyppo.ksample.Energy().statistic(x, y), "hyppo")
    put(data, "hyppo Energy p (chi2)", hyppo.ksample.Energy().test(x, y)[1], "hyppo")
    close(mmd, correlation * factor)
    close(energy, covariance / factor)


def alibi_values(data, x, y):
    xt, yt = torch.from_numpy(x), torch.from_numpy(y)
    for precision in (torch.float64, torch.float32):  # of log(sigma), which is a parameter of the default dtype
        torch.set_default_dtype(precision)
        detector = MMDDriftTorch(x_ref=x, n_permutations=2, device="cpu")
        value = detector.score(y)[1]
        kind = {"sigma from": "reference sample", "log sigma": str(precision)[6:]}
        put(data, "alibi-detect MMDDrift MMD^2", value, "alibi-detect", **kind)
        put(data, "alibi-detect MMDDrift sigma", detector.kernel.sigma.item(), "alibi-detect", **kind)
        if precision == torch.float64:
            q = np.sort(squared(x, x), axis=None)
            n = len(x)
            sigma = np.sqrt(q[n + (n * n - n) // 2 - 1] / 2)
            close(sigma, detector.kernel.sigma.item())
            close(value, squared_mmd(lambda q: np.exp(-q / (2 * sigma**2)), x, y, "U"))
            kernel = GaussianRBF()
            kernel(xt, yt, infer_sigma=True)  # sigma of the cross distances: the other way the class can be used
            kind = {"sigma from": "cross distances", "log sigma": "float64"}
            value = put(data, "alibi-detect mmd2 GaussianRBF", mmd2(xt, yt, kernel), "alibi-detect", **kind)
            put(data, "alibi-detect GaussianRBF sigma", kernel.sigma.item(), "alibi-detect", **kind)
            cross = np.sort(squared(x, y), axis=None)
            sigma = np.sqrt(cross[len(cross) // 2 - 1] / 2)
            close(sigma, kernel.sigma.item())
            close(value, squared_mmd(lambda q: np.exp(-q / (2 * sigma**2)), x, y, "U"))
    torch.set_default_dtype(torch.float32)


def geomloss_values(data, x, y):
    xt, yt = torch.from_numpy(x), torch.from_numpy(y)
    distance = lambda q: np.sqrt(np.maximum(q, 1e-8))  # geomloss clamps: the diagonal counts as 1e-4
    formulas = {"gaussian": lambda q: np.exp(-q / (2 * 0.5**2)), "laplacian": lambda q: np.exp(-np.sqrt(
        np.maximum(q / 0.5**2, 1e-8))), "energy": lambda q: -distance(q)}
    for name, kernel in formulas.items():
        value = SamplesLoss(name, blur=0.5, backend="tensorized")(xt, yt).item()
        put(data, f"geomloss {name}", value, "geomloss", blur=0.5)
        close(value, squared_mmd(kernel, x, y, "V") / 2)
    for blur in (0.05, 0.5):
        for debias in (True, False):
            loss = SamplesLoss("sinkhorn", p=2, blur=blur, scaling=0.99, debias=debias, backend="tensorized")
            value = loss(xt, yt).item()
            put(data, "geomloss sinkhorn", value, "geomloss", p=2, blur=blur, scaling=0.99, debias=debias)
    # The limit of the lines with blur 0.5. Its cost is q / 2 and its epsilon blur^2: half of OT_eps of q at 2 blur^2.
    half = entropic(squared(x, y), 0.5)[0] / 2
    own = [entropic_with_itself(squared(z, z), 0.5) / 4 for z in (x, y)]
    put(data, "geomloss sinkhorn, converged", half, "numpy", p=2, blur=0.5, debias=False)
    put(data, "geomloss sinkhorn, converged", half - sum(own), "numpy", p=2, blur=0.5, debias=True)


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


# ---- tests: aggregated kernels, one column, many p-values

def fuse_bandwidths(distance):
    """Evenly spaced from half the 5 % quantile to twice the 95 % quantile; zeros count as the median."""
    d = distance[np.triu_indices(len(distance))]  # with the diagonal
    d = np.sort(np.where(d == 0, np.median(d), d))
    return np.linspace(d[int(0.05 * len(d))] / 2, d[int(0.95 * len(d))] * 2, 10)


def aggregation_bandwidths(distance):
    """MMDAgg (numpy version), from the cross distances: a geometric sequence."""
    d = np.sort(distance, axis=None)
    low = (d[0] if d[0] >= 0.1 else max(d[int(0.05 * len(d))], 0.1)) / 2
    return low * (max(d[-1], 0.3) * 2 / low) ** (np.arange(10) / 9)


def aggregated_values(data, x, y):
    """The statistic of MMD-FUSE as its package computes it, and the bandwidths of MMD-FUSE and MMDAgg."""
    z, smaller = np.concatenate([x, y]), min(len(x), len(y))
    pairs, terms = smaller * (smaller - 1), []
    off = ~np.eye(len(z), dtype=bool)
    for norm, kernel in ((1, lambda d: np.exp(-math.sqrt(2) * d)), (2, lambda d: np.exp(-d * d / 2))):
        distance = np.linalg.norm(z[:, None] - z[None], ord=norm, axis=-1)
        bandwidths = fuse_bandwidths(distance)
        for b in bandwidths:
            k = kernel(distance / b)
            n = len(x)
            u = mean(k[:n, :n], False) + mean(k[n:, n:], False) - 2 * mean(k[:n, n:], True)
            terms.append(pairs**1.5 * u / math.sqrt(math.fsum(k[off] ** 2)))
        across = aggregation_bandwidths(distance[:n, n:])
        for name, values in (("MMD-FUSE bandwidth", bandwidths), ("MMDAgg bandwidth", across)):
            for index in (0, 4, 9):
                put(data, name, values[index], "formula", norm=norm, index=index)
    top = max(terms)
    put(data, "MMD-FUSE statistic", top + math.log(math.fsum(np.exp(np.array(terms) - top)) / len(terms)), "formula")


def column_values(data, x, y):
    for j in range(x.shape[1]):
        result = scipy.stats.ks_2samp(x[:, j], y[:, j], method="exact")
        put(data, "Kolmogorov-Smirnov", result.statistic, "scipy", column=j + 1)
        put(data, "Kolmogorov-Smirnov p (exact)", result.pvalue, "scipy", column=j + 1)


def holm_values():
    p = [0.01, 0.04, 0.03, 0.005, 0.03, 0.2, 0.9]
    order, adjusted, largest = np.argsort(p, kind="stable"), [0.0] * len(p), 0.0
    for rank, i in enumerate(order):
        largest = max(largest, min(1, (len(p) - rank) * p[i]))
        adjusted[i] = largest
    for i, value in enumerate(adjusted):
        put("", "Holm", value, "formula", p=p, index=i)


warnings.simplefilter("ignore")
for name in "abcde":
    x, y = read(f"{name}_x"), read(f"{name}_y")
    kernel_values(name, x, y)
    if name != "e":  # these take squared distances from |x|^2+|y|^2-2xy, which loses 12 digits on e
        sklearn_values(name, x, y)
        hyppo_values(name, x, y)
        alibi_values(name, x, y)
        geomloss_values(name, x, y)
    value = put(name, "dcor energy distance", dcor.energy_distance(x, y), "dcor")
    close(value, squared_mmd(lambda q: -np.sqrt(q), x, y, "V"))
    one_dimensional_values(name, x, y)
    if x.shape[1] > 1:
        sliced_values(name, x, y)
    exact_values(name, x, y)
    entropic_values(name, x, y)
    aggregated_values(name, x, y)
    column_values(name, x, y)
holm_values()
(here / "distances.json").write_text("[\n" + ",\n".join(lines) + "\n]\n")
