"""Distances between the samples of data/ (see samples.py), by other libraries. Writes distances.json, one value a line.

Each line: data (which pair), quantity, parameters, value (reads back to the bit), library (who computed it: "numpy" is
this file, "formula" is another program's formula written again here). Conventions: q = |x-y|^2; estimator V (biased)
keeps the diagonal, U (unbiased) leaves it out; "W1" and "W2^2" are powers, "sliced W2" and "scipy energy distance" are
roots. The calls of close(...) belong to the reference: two independent computations agree there.

Usage: python distances.py (20 s). The committed values were made by numpy 2.4.6, scipy 1.17.1, scikit-learn 1.9.1,
POT 0.9.7.post1, geomloss 0.3.1, hyppo 0.5.2, dcor 0.7, alibi-detect 0.13.0 and torch 2.15.0, Python 3.11, x86-64, in
double precision. alibi-detect asks for numpy < 2 but gives the same values with 2.4 (installed with --no-deps).
"""
import math
import warnings
import numpy as np
import scipy.stats
import dcor
import hyppo.ksample
import torch
from geomloss import SamplesLoss
from sklearn.metrics.pairwise import rbf_kernel
from alibi_detect.cd.pytorch.mmd import MMDDriftTorch
from alibi_detect.utils.pytorch.distance import mmd2
from alibi_detect.utils.pytorch.kernels import GaussianRBF

from transport_values import (
    entropic, entropic_values, entropic_with_itself, exact_values, one_dimensional_values, sliced_values)
from values import close, here, lines, mean, put, read, squared, squared_mmd


# ---- squared MMD

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
