import Foundation
import Pushforward
@_spi(Benchmarks) import PushforwardNumerics

/// Times on one core what the peers in `peers.py` do too: `Benchmarks <file.csv>`, where the file is made for both.
@main
enum Benchmarks {
    static func main() throws {
        guard CommandLine.arguments.count == 2 else {
            print("usage: Benchmarks <file.csv>")
            return
        }
        let watch = Stopwatch()
        print("# kernels: \(KernelBenchmark.levelName)")
        matrixProduct(watch)
        try steps(watch)
        try SampleBenchmarks(watch).run()
        try reading(watch, path: CommandLine.arguments[1])
        try pushing(watch, path: CommandLine.arguments[1] + ".npy")
    }

    /// 100 x 125 x 125, the middle layer of f1 at batch 100.
    private static func matrixProduct(_ watch: Stopwatch) {
        var random = RandomStream(seed: 1)
        let a = AlignedArray(random.normals(100 * 128))
        let b = AlignedArray(random.normals(125 * 128))
        var c = AlignedArray<Float>(zeros: 100 * 128)
        let seconds = watch.best(of: 50, repetitions: 200) {
            KernelBenchmark.multiply(a, b, into: &c, rows: 100, columns: 128, inner: 125, stride: 128)
        }
        watch.report("matrix product 100 x 125 x 125", seconds: seconds, operations: 2 * 100 * 125 * 125)
    }

    /// f1 as published, with tiny validation sets so that steps are what is timed.
    private static func plan(_ bandwidth: Double?, batch: Int, validation: Int, epochs: Int)
        -> TrainingPlan
    {
        var plan = TrainingPlan(from: "normal:2", to: "uniform:2")
        plan.network.hidden = [125, 125]
        plan.network.activation = .sigmoid
        plan.network.initialization = .he
        var mmd = TrainingPlan.Distance.PairwiseMMD()
        mmd.multiples = [1]
        mmd.bandwidth = bandwidth
        mmd.estimator = .unbiased
        plan.loss.distance = .pairwiseMMD(mmd)
        let points = max(1000, batch)
        plan.data.sets = .init(training: points, validation: validation, test: validation)
        plan.training.batch = batch
        plan.training.steps = points / batch * epochs
        plan.training.l2 = 0.01
        return plan
    }

    /// Of a step's matrix products: one forward, one for the weights and, above the first layer, one for what is below.
    private static func operations(_ shape: NetworkShape, batch: Int) -> Double {
        let layers = zip(shape.widths, shape.widths.dropFirst()).map { 2 * $0 * $1 }
        return Double(batch * (3 * layers.reduce(0, +) - layers[0]))
    }

    private static func steps(_ watch: Stopwatch) throws {
        for (label, rule) in [("fixed bandwidth", 1.0), ("median per batch", nil as Double?)] {
            let short = plan(rule, batch: 100, validation: 2, epochs: 100)
            let seconds = try watch.best(of: 8) { _ = try Fit(short).trainNetwork() }
            watch.report(
                "f1 step, batch 100, \(label)", seconds: seconds / Double(short.steps),
                operations: operations(short.network.shape(inputs: 2, outputs: 2), batch: 100))
        }
        for (batch, label, epochs) in [(1_000, "1,000", 100), (10_000, "10,000", 2)] {
            let large = plan(1, batch: batch, validation: 2, epochs: epochs)
            let seconds = try watch.best(of: 3) { _ = try Fit(large).trainNetwork() }
            watch.report(
                "f1 step, batch \(label), fixed bandwidth", seconds: seconds / Double(large.steps),
                operations: operations(large.network.shape(inputs: 2, outputs: 2), batch: batch))
        }
        let whole = plan(nil, batch: 100, validation: 200, epochs: 1000)
        let complete = try watch.best(of: 2) { _ = try Fit(whole).trainNetwork() }
        watch.report("f1 as published, complete", seconds: complete)
    }

    /// 10^6 rows of two columns with six digits.
    private static func reading(_ watch: Stopwatch, path: String) throws {
        var random = RandomStream(seed: 3)
        let values = random.normals(2_000_000).map { (Double($0) * 1e5).rounded() / 1e5 }
        var text = "x,y\n"
        for row in 0..<1_000_000 { text += "\(values[2 * row]),\(values[2 * row + 1])\n" }
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        try watch.report("read CSV, 10^6 rows of 2 columns", bestOf: 3) { _ = try readSample(path) }
    }

    /// Points from a file through f1's network to a file, as `pushforward push` sends them.
    private static func pushing(_ watch: Stopwatch, path: String) throws {
        var random = RandomStream(seed: 4)
        let rows = 4_000_000
        let points = try PointOutput(path, columns: 2, rowCount: rows)
        try points.write(Matrix(rows: rows, columns: 2, values: random.normals(2 * rows)))
        try points.finish()
        let shape = NetworkShape(widths: [2, 125, 125, 2], hidden: .sigmoid)
        let network = Network(shape, initializer: Initializer(.he), using: &random)
        let model = Model(
            network, input: Standardizing(offset: [0.1, 0.2], scale: [1.1, 0.9]),
            output: Standardizing(offset: [0.5, 0.4], scale: [0.3, 0.2]))
        let seconds = try watch.best(of: 3) {
            let images = try PointOutput(path + ".images.npy", columns: 2, rowCount: rows)
            try readParts(path) { try images.write(model($0.sample.matrix)) }
            try images.finish()
        }
        let operations = zip(shape.widths, shape.widths.dropFirst()).reduce(0) { $0 + 2 * $1.0 * $1.1 }
        watch.report(
            "push 4 x 10^6 points through f1, NPY to NPY", seconds: seconds,
            operations: Double(operations * rows))
    }
}
