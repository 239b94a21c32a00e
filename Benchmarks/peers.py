"""The same work as Benchmarks.swift by PyTorch on one core; prints name<TAB>seconds<TAB>operations."""
import time

import numpy
import torch

torch.set_num_threads(1)


def best(runs, repetitions, work):
    shortest = float("inf")
    for _ in range(runs):
        start = time.perf_counter()
        for _ in range(repetitions):
            work()
        shortest = min(shortest, (time.perf_counter() - start) / repetitions)
    return shortest


def report(name, seconds, operations=0):
    print(f"{name}\t{seconds}\t{operations}", flush=True)


print(f"# peer: PyTorch {torch.__version__}")
a, b, c = torch.randn(100, 125), torch.randn(125, 125), torch.empty(100, 125)
report("matrix product 100 x 125 x 125", best(50, 200, lambda: torch.mm(a, b, out=c)), 2 * 100 * 125 * 125)

p, q, out = a.numpy(), b.numpy(), c.numpy()
openblas = best(50, 200, lambda: numpy.matmul(p, q, out=out))
print(f"# numpy {numpy.__version__} (OpenBLAS), same product: {openblas * 1e6:.1f} us, "
      f"{2 * 100 * 125 * 125 / openblas * 1e-9:.0f} GFLOP/s")


def squared_mmd(x, y, r):
    n, m = len(x), len(y)
    if r is None:
        z = torch.cat([x, y]).detach()
        upper = torch.triu_indices(len(z), len(z), offset=1)
        r = torch.cdist(z, z).square()[upper[0], upper[1]].median()
    k = lambda p, q: torch.exp(-torch.cdist(p, q, compute_mode="donot_use_mm_for_euclid_dist").square() / r)
    return (k(x, x).sum() - n) / (n * (n - 1)) + (k(y, y).sum() - m) / (m * (m - 1)) - 2 * k(x, y).mean()


def trainer(batch, r):
    layers = []
    for i, o in [(2, 125), (125, 125), (125, 2)]:
        layers += [torch.nn.Linear(i, o), torch.nn.Sigmoid()]
    network = torch.nn.Sequential(*layers[:-1])
    optimiser = torch.optim.SGD(network.parameters(), lr=0.01, weight_decay=0.02)
    xs, ys = torch.randn(max(1000, batch), 2), torch.rand(max(1000, batch), 2)

    def step():
        rows = torch.randint(len(xs), (batch,))
        loss = squared_mmd(network(xs[rows]), ys[rows], r)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()

    return network, step


for batch, r, label in [(100, 1.0, "fixed bandwidth"), (100, None, "median a batch"), (1000, 1.0, "fixed bandwidth")]:
    _, step = trainer(batch, r)
    step()
    report(f"f1 step, batch {batch}, {label}", best(5, 200 if batch == 100 else 10, step))

network, step = trainer(100, None)
sets = [(torch.randn(200, 2), torch.rand(200, 2)) for _ in range(2)]


def complete():
    for _ in range(1000):
        for _ in range(10):
            step()
        with torch.no_grad():
            for x, y in sets:
                squared_mmd(network(x), y, None)


report("f1 as published, complete", best(1, 1, complete))

x, y = torch.randn(10_000, 2), torch.randn(10_000, 2)


def pairs():
    def total(p, q):
        return sum(
            torch.exp(-torch.cdist(part, q, compute_mode="donot_use_mm_for_euclid_dist").square_()).sum()
            for part in p.split(1000))

    return total(x, x) + total(y, y) - 2 * total(x, y)


report("squared MMD by pairs, 10,000 + 10,000 points in 2-D", best(3, 1, pairs))
