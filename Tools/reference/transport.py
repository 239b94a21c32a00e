"""Exact transport costs by POT's network simplex and, for equal weights and sizes, SciPy's assignment.

Prints Swift values for ExactTransportTests. Usage: python transport.py
Needs: POT, scipy (PyPI).
"""
import numpy as np
import ot
from scipy.optimize import linear_sum_assignment


def points(count, columns, salt):
    """Quotients of whole numbers, which both sides compute alike."""
    index = np.arange(count * columns)
    return ((index * 7919 + salt * 104729 + index * index % 1009 * 31) % 10007 / 10007).reshape(count, columns)


def weights(count, salt):
    return (np.arange(count) * 7919 + salt) % 101 / 7


for n, m, d in [(50, 50, 2), (100, 100, 1), (300, 300, 2), (120, 75, 3), (60, 250, 2), (200, 200, 10)]:
    x, y = points(n, d, 1), 0.25 + 1.5 * points(m, d, 2) ** 2
    for power in (1, 2):
        costs = ot.dist(x, y, metric="euclidean" if power == 1 else "sqeuclidean")
        for weighted in (False, True):
            a = weights(n, 3) if weighted else np.ones(n)
            b = weights(m, 5) if weighted else np.ones(m)
            value = ot.emd2(a / a.sum(), b / b.sum(), costs, numItermax=10**8)
            if n == m and not weighted:
                rows, columns = linear_sum_assignment(costs)
                assert abs(costs[rows, columns].mean() / value - 1) < 1e-12
            print(f"        .init({n}, {m}, {d}, {power}, {str(weighted).lower()}, {value!r}),".replace("np.float64(", "").replace(")),", "),"))
