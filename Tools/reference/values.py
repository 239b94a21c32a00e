"""What the reference values share: the samples of data/, the list of values, and checks of one computation by another."""
import importlib.metadata
import json
import math
import pathlib
import numpy as np

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


def mean(k, diagonal):
    """The mean of k, correctly rounded sums; without the diagonal, over i != j."""
    total = math.fsum(k.ravel()) - (0 if diagonal else math.fsum(np.diag(k)))
    return total / (k.size if diagonal else k.size - len(k))


def squared_mmd(kernel, x, y, estimator):
    kxx, kyy, kxy = kernel(squared(x, x)), kernel(squared(y, y)), kernel(squared(x, y))
    biased = estimator == "V"
    return mean(kxx, biased) + mean(kyy, biased) - 2 * mean(kxy, True)
