"""Ten steps of gradient descent on the squared MMD in double precision, by PyTorch's automatic differentiation.

Prints the losses and the last parameters as Swift arrays for TrajectoryTests. Usage: python trajectory.py
Needs: torch (PyPI).
"""
import math
import torch

torch.set_default_dtype(torch.float64)


def numbers(count, offset):
    """Numbers that both sides compute alike: sin of an arithmetic progression, in single precision."""
    return torch.tensor([math.sin(0.7 * i + offset) for i in range(count)]).float().double()


def squared_mmd(x, y):
    z = torch.cat([x, y]).detach()
    upper = torch.triu_indices(len(z), len(z), offset=1)
    r = torch.quantile(torch.cdist(z, z).square()[upper[0], upper[1]], 0.5)
    k = lambda a, b: torch.exp(-(a[:, None] - b[None]).square().sum(-1) / r)
    n, m = len(x), len(y)
    return ((k(x, x).sum() - n) / (n * (n - 1)) + (k(y, y).sum() - m) / (m * (m - 1)) - 2 * k(x, y).mean())


widths = [2, 5, 4, 2]
weights = [numbers(o * i, 0.1 * l).reshape(o, i) for l, (i, o) in enumerate(zip(widths, widths[1:]))]
biases = [0.1 * numbers(o, 1 + 0.1 * l) for l, o in enumerate(widths[1:])]
biases = [b.float().double() for b in biases]
parameters = [p.clone().requires_grad_() for pair in zip(weights, biases) for p in pair]
optimiser = torch.optim.SGD(parameters, lr=0.5, momentum=0.9)
losses = []
for step in range(10):
    x = numbers(16, 2 + step).reshape(8, 2)
    y = 0.5 + 0.5 * numbers(16, 3 + step).reshape(8, 2)
    y = y.float().double()
    h = x
    for layer in range(3):
        h = h @ parameters[2 * layer].T + parameters[2 * layer + 1]
        if layer < 2:
            h = torch.sigmoid(h)
    loss = squared_mmd(h, y)
    losses.append(loss.item())
    optimiser.zero_grad()
    (loss + 0.01 * sum(p.square().sum() for p in parameters[::2])).backward()
    optimiser.step()

show = lambda values: "[" + ", ".join(f"{v:.10f}" for v in values) + "]"
print("losses", show(losses))
print("last weights", show(parameters[4].flatten().tolist()))
print("last biases", show(parameters[5].tolist()))
print("first weights", show(parameters[0].flatten().tolist()))
