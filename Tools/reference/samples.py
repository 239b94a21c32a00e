"""Writes the pairs of samples that distances.py and the tests read: data/<name>_x.csv and data/<name>_y.csv.

Header x1,x2,..., one point a row, 17 significant digits (every double is read back to the bit).
  a  60 and 45 points, d = 1: N(0,1) and N(0.5, 1.2^2)
  b  60 and 45 points, d = 2, with equal rows inside x, inside y and across
  c  40 and 50 points, d = 3, scale differs
  d  30 and 35 points, d = 7, mean differs
  e  40 and 40 points, d = 2, both 1e6 + N(0,1)
Usage: python samples.py. The committed files were made by numpy 2.4.6 (default_rng, PCG64).
"""
import pathlib
import numpy as np

random = np.random.default_rng(2024)
normal = random.standard_normal
samples = {
    "a": (normal((60, 1)), 0.5 + 1.2 * normal((45, 1))),
    "b": (normal((60, 2)), normal((45, 2)) * [1.5, 0.7] + [0.3, -0.2]),
    "c": (normal((40, 3)), 1.4 * normal((50, 3))),
    "d": (normal((30, 7)), 0.4 + normal((35, 7))),
    "e": (1e6 + normal((40, 2)), 1e6 + normal((40, 2))),
}
x, y = samples["b"]
x[50:55] = x[:5]
y[40:43] = y[:3]
y[30:34] = x[10:14]

folder = pathlib.Path(__file__).parent / "data"
folder.mkdir(exist_ok=True)
for name, pair in samples.items():
    for side, points in zip("xy", pair):
        header = ",".join(f"x{j + 1}" for j in range(points.shape[1]))
        np.savetxt(folder / f"{name}_{side}.csv", points, fmt="%.17g", delimiter=",", header=header, comments="")
