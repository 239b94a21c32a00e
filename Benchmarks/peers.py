"""The same work as the Benchmarks executable by other libraries on one core.

Prints work<TAB>tool<TAB>seconds, and "missing" instead of seconds where a tool is not installed.
Usage: peers.py FILE.csv, a file that the Benchmarks executable has written; or peers.py alibi-detect, which needs an
environment of its own, since it takes older versions of what the others take.
"""
import contextlib
import importlib
import sys
import time

ROUNDS = 3


def best(runs, work, repetitions=1):
    shortest = float("inf")
    for _ in range(runs):
        start = time.perf_counter()
        for _ in range(repetitions):
            work()
        shortest = min(shortest, (time.perf_counter() - start) / repetitions)
    return shortest


def report(work, tool, seconds):
    print(f"{work}\t{tool}\t{seconds}", flush=True)


@contextlib.contextmanager
def peer(tool, module, works):
    """Runs the body with a reporter, or names the tool as missing for each work."""
    try:
        library = importlib.import_module(module)
    except Exception:
        for work in works:
            report(work, tool, "missing")
        # The body still runs, with nothing to do.
        yield None, lambda *_: None
        return
    print(f"# {tool} {getattr(library, '__version__', '')}", flush=True)
    yield library, lambda work, *timing: report(work, tool, best(*timing))


def steps_names():
    return [
        "f1 step, batch 100, fixed bandwidth", "f1 step, batch 100, median per batch",
        "f1 step, batch 1,000, fixed bandwidth", "f1 step, batch 10,000, fixed bandwidth",
        "f1 as published, complete",
    ]


SINGLE = [f"squared MMD, 10,000 points in {d}-D, single precision" for d in (2, 10)]
DOUBLE = [f"squared MMD, 10,000 points in {d}-D, double precision" for d in (2, 10)]
GRADIENTS = [(n, f"squared MMD and gradient, {label} points in 2-D") for n, label in ((1000, "1,000"), (10_000, "10,000"))]
PRODUCT = "matrix product 100 x 125 x 125"
ROWS = "permutation test, 200 + 200 rows, 500 permutations"


def torch_steps(torch, measure):
    def squared_mmd(x, y, r):
        n, m = len(x), len(y)
        if r is None:
            z = torch.cat([x, y]).detach()
            upper = torch.triu_indices(len(z), len(z), offset=1)
            r = torch.cdist(z, z).square()[upper[0], upper[1]].median()
        k = lambda p, q: torch.exp(-torch.cdist(p, q, compute_mode="donot_use_mm_for_euclid_dist").square() / r)
        return (k(x, x).sum() - n) / (n * (n - 1)) + (k(y, y).sum() - m) / (m * (m - 1)) - 2 * k(x, y).mean()

    def trainer(batch, r, loss=None):
        layers = []
        for i, o in [(2, 125), (125, 125), (125, 2)]:
            layers += [torch.nn.Linear(i, o), torch.nn.Sigmoid()]
        network = torch.nn.Sequential(*layers[:-1])
        optimiser = torch.optim.SGD(network.parameters(), lr=0.01, weight_decay=0.02)
        xs, ys = torch.randn(max(1000, batch), 2), torch.rand(max(1000, batch), 2)

        def step():
            rows = torch.randint(len(xs), (batch,))
            optimiser.zero_grad()
            outputs = network(xs[rows])
            if loss:
                points = outputs.detach().requires_grad_()
                loss(torch, points, ys[rows])
                outputs.backward(points.grad)
            else:
                squared_mmd(outputs, ys[rows], r).backward()
            optimiser.step()

        return network, step

    for name, batch, r in zip(steps_names(), (100, 100, 1000), (1.0, None, 1.0)):
        _, step = trainer(batch, r)
        step()
        measure(name, ROUNDS, step, 200 if batch == 100 else 5)
    _, step = trainer(10_000, 1.0, chunked_squared_mmd)
    measure(steps_names()[3], 1, step)
    network, step = trainer(100, None)
    sets = [(torch.randn(200, 2), torch.rand(200, 2)) for _ in range(2)]

    def complete():
        for _ in range(1000):
            for _ in range(10):
                step()
            with torch.no_grad():
                for x, y in sets:
                    squared_mmd(network(x), y, None)

    measure("f1 as published, complete", 1, complete)


def torch_sums(torch, measure):
    for name, d in zip(SINGLE, (2, 10)):
        x, y = torch.randn(10_000, d), torch.randn(10_000, d)

        def total(p, q):
            return sum(
                torch.exp(-torch.cdist(part, q, compute_mode="donot_use_mm_for_euclid_dist").square_()).sum()
                for part in p.split(1000))

        measure(name, 2, lambda: total(x, x) + total(y, y) - 2 * total(x, y))


def chunked_squared_mmd(torch, x, y):
    """The value, and the gradient in x.grad, a thousand rows of pairs at a time."""
    def total(p, q, weight):
        value = 0.0
        for part in p.split(1000):
            squares = torch.cdist(part, q, compute_mode="donot_use_mm_for_euclid_dist").square()
            term = weight * torch.exp(-squares).sum()
            if term.requires_grad:
                term.backward()
            value += term.item()
        return value

    n = len(x)
    # The gradient of pairs of points x is twice that by the first of the two.
    return total(x, x.detach(), 2 / n**2) + total(y, y, 1 / n**2) + total(x, y, -2 / n**2)


def torch_gradients(torch, measure):
    for n, name in GRADIENTS:
        x, y = torch.randn(n, 2, requires_grad=True), torch.randn(n, 2)
        measure(name, 2, lambda: chunked_squared_mmd(torch, x, y))


def geomloss_work(geomloss, measure):
    import torch
    torch.set_num_threads(1)
    loss = geomloss.SamplesLoss("gaussian", blur=0.5**0.5, backend="tensorized")
    for n, name in GRADIENTS:
        x, y = torch.randn(n, 2, requires_grad=True), torch.randn(n, 2)
        measure(name, 2, lambda: torch.autograd.grad(loss(x, y), [x]))


def alibi_work(alibi, measure):
    import numpy
    import torch
    from alibi_detect.cd import MMDDrift
    torch.set_num_threads(1)
    random = numpy.random.default_rng(1)
    x, y = (random.standard_normal((200, 2), dtype=numpy.float32) for _ in range(2))
    measure(ROWS, 2, lambda: MMDDrift(x, backend="pytorch", n_permutations=500).predict(y))


def jax_work(jax, measure):
    jnp = jax.numpy
    keys = jax.random.split(jax.random.PRNGKey(1), 16)

    def squares(x, y):
        return sum((x[:, None, c] - y[None, :, c]) ** 2 for c in range(x.shape[1]))

    def squared_mmd(x, y):
        n, m = len(x), len(y)
        k = lambda p, q: jnp.exp(-squares(p, q)).sum()
        return (k(x, x) - n) / (n * (n - 1)) + (k(y, y) - m) / (m * (m - 1)) - 2 * k(x, y) / (n * m)

    def network(w, x):
        h = jax.nn.sigmoid(x @ w[0] + w[1])
        h = jax.nn.sigmoid(h @ w[2] + w[3])
        return h @ w[4] + w[5]

    loss = lambda w, x, y: squared_mmd(network(w, x), y)

    @jax.jit
    def step(w, key, xs, ys, rows):
        g = jax.grad(loss)(w, xs[rows], ys[rows])
        return [a - 0.01 * (b + 0.02 * a) for a, b in zip(w, g)]

    weights = []
    for k, (i, o) in enumerate([(2, 125), (125, 125), (125, 2)]):
        weights += [jax.random.normal(keys[k], (i, o)) * (2 / i) ** 0.5, jnp.zeros(o)]
    for name, batch, count in [(steps_names()[0], 100, 500), (steps_names()[2], 1000, 5), (steps_names()[3], 10_000, 1)]:
        xs = jax.random.normal(keys[5], (max(1000, batch), 2))
        ys = jax.random.uniform(keys[6], (max(1000, batch), 2))
        rows = jax.random.randint(keys[7], (batch,), 0, len(xs))
        state = [weights]

        def run():
            state[0] = step(state[0], keys[8], xs, ys, rows)
            jax.block_until_ready(state[0])

        run()
        measure(name, ROUNDS, run, count)
    for name, d in zip(SINGLE, (2, 10)):
        x, y = (jax.random.normal(k, (10_000, d)) for k in keys[9:11])
        total = jax.jit(lambda p, q: jax.lax.map(lambda part: jnp.exp(-squares(part, q)).sum(),
                                                 p.reshape(100, 100, d)).sum())
        work = lambda: jax.block_until_ready(total(x, x) + total(y, y) - 2 * total(x, y))
        work()
        measure(name, 2, work)


def numpy_work(numpy, measure):
    random = numpy.random.default_rng(1)
    p, q = (random.standard_normal(s, dtype=numpy.float32) for s in ((100, 125), (125, 125)))
    out = numpy.empty((100, 125), numpy.float32)
    measure(PRODUCT, 50, lambda: numpy.matmul(p, q, out=out), 200)
    x, y = random.standard_normal((1000, 2)), random.standard_normal((1000, 2))

    def permutation_test():
        z = numpy.concatenate([x, y])
        square = (z * z).sum(1)
        distances = numpy.maximum(square[:, None] + square - 2 * z @ z.T, 0)
        r = numpy.median(distances[numpy.triu_indices(2000, 1)])
        gram = numpy.exp(-distances / r)
        signs = numpy.repeat([1 / 1000, -1 / 1000], 1000)
        labels = numpy.stack([signs] + [random.permutation(signs) for _ in range(500)])
        values = ((labels @ gram) * labels).sum(1)
        return (values >= values[0]).mean()

    measure("permutation test, 1,000 + 1,000 rows, 500 permutations", ROUNDS, permutation_test)
    # Rows are what it permutes; the same work has to answer the same question.
    measure("permutation test, 1,000 + 1,000 rows in 64 + 64 bins, 500 permutations", ROUNDS, permutation_test)


def learn_work(sklearn, measure):
    import numpy
    from sklearn.metrics.pairwise import rbf_kernel
    random = numpy.random.default_rng(1)
    for name, d in zip(DOUBLE, (2, 10)):
        x, y = random.standard_normal((10_000, d)), random.standard_normal((10_000, d))
        total = lambda p, q: sum(rbf_kernel(p[i:i + 1000], q, gamma=1).sum() for i in range(0, len(p), 1000))
        measure(name, 1, lambda: total(x, x) + total(y, y) - 2 * total(x, y))


def scipy_work(scipy, measure):
    import numpy
    from scipy.spatial.distance import cdist, pdist
    from scipy.optimize import linear_sum_assignment
    from scipy.stats import wasserstein_distance
    random = numpy.random.default_rng(1)
    z = random.standard_normal((10_000, 2))
    measure("median squared distance, 10,000 points, exact", 2, lambda: numpy.median(pdist(z, "sqeuclidean")))
    for n, label in [(500, "500"), (1000, "1,000"), (2000, "2,000"), (5000, "5,000")]:
        x, y = random.standard_normal((n, 2)), random.random((n, 2))

        def assignment():
            costs = cdist(x, y, "sqeuclidean")
            rows, columns = linear_sum_assignment(costs)
            return costs[rows, columns].mean()

        # Its time grows so fast that 5,000 points would take a minute.
        if n <= 2000:
            measure(f"exact transport W2, {label} points", 1, assignment)
    p, q = random.standard_normal(10**6), random.random(10**6)
    measure("W1 on the line, 10^6 points", ROUNDS, lambda: wasserstein_distance(p, q))


def transport_work(ot, measure):
    import numpy
    random = numpy.random.default_rng(1)
    for n, label in [(500, "500"), (1000, "1,000"), (2000, "2,000"), (5000, "5,000")]:
        x, y = random.standard_normal((n, 2)), random.random((n, 2))
        uniform = numpy.full(n, 1 / n)
        measure(f"exact transport W2, {label} points", 2 if n < 5000 else 1,
                lambda: ot.emd2(uniform, uniform, ot.dist(x, y), numItermax=10_000_000))
    x, y = random.standard_normal((1000, 2)), random.random((1000, 2))

    def divergence():
        uniform = numpy.full(1000, 1 / 1000)
        value = lambda a, b: ot.sinkhorn2(uniform, uniform, ot.dist(a, b), 0.05, method="sinkhorn_log",
                                          numItermax=10_000, stopThr=1e-6)
        return value(x, y) - (value(x, x) + value(y, y)) / 2

    measure("Sinkhorn divergence, 1,000 points, epsilon 0.05, marginal error 1e-6", 1, divergence)
    x, y = random.standard_normal((100_000, 2)), random.random((100_000, 2))
    measure("sliced W2, 100,000 points in 2-D, 100 directions", 1,
            lambda: ot.sliced_wasserstein_distance(x, y, n_projections=100, seed=1))


def main(path):
    gradients = [name for _, name in GRADIENTS]
    with peer("PyTorch", "torch", steps_names() + SINGLE + gradients) as (torch, measure):
        if torch:
            torch.set_num_threads(1)
            a, b, c = torch.randn(100, 125), torch.randn(125, 125), torch.empty(100, 125)
            measure(PRODUCT, 50, lambda: torch.mm(a, b, out=c), 200)
            torch_steps(torch, measure)
            torch_sums(torch, measure)
            torch_gradients(torch, measure)
    bodies = [
        ("JAX", "jax", [steps_names()[0], *steps_names()[2:4]] + SINGLE, jax_work),
        ("numpy", "numpy", [PRODUCT], numpy_work),
        ("scikit-learn", "sklearn", DOUBLE, learn_work),
        ("scipy", "scipy", ["median squared distance, 10,000 points, exact"], scipy_work),
        ("POT", "ot", ["exact transport W2, 5,000 points"], transport_work),
        ("geomloss", "geomloss", gradients, geomloss_work),
    ]
    for tool, module, works, body in bodies:
        with peer(tool, module, works) as (library, measure):
            if library:
                body(library, measure)
    reading = "read CSV, 10^6 rows of 2 columns"
    with peer("pandas", "pandas", [reading]) as (pandas, measure):
        measure(reading, ROUNDS, lambda: pandas.read_csv(path))
    with peer("polars", "polars", [reading]) as (polars, measure):
        measure(reading, ROUNDS, lambda: polars.read_csv(path))
    with peer("hyppo", "hyppo.ksample", [ROWS]) as (hyppo, measure):
        import numpy
        random = numpy.random.default_rng(1)
        x, y = random.standard_normal((200, 2)), random.standard_normal((200, 2))
        test = lambda repetitions: hyppo.MMD(bias=True).test(x, y, reps=repetitions, workers=1, auto=False)
        if hyppo:
            test(5)  # compiles
        measure(ROWS, 1, lambda: test(500))


if sys.argv[1] == "alibi-detect":
    with peer("alibi-detect", "alibi_detect", [ROWS]) as (alibi, measure):
        if alibi:
            alibi_work(alibi, measure)
else:
    main(sys.argv[1])
