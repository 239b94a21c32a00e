import Foundation
import Pushforward
import PushforwardGraphics

/// A model of the time of one test and one training step over ranks, from costs measured on one core here and the network's
/// latency and bandwidth: `RankModel figure.svg [latency in microseconds] [bandwidth in GB/s]`.
@main
enum RankModel {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let path = arguments.first, arguments.count <= 3 else {
            print("usage: RankModel <figure.svg> [latency, us] [bandwidth, GB/s]")
            return
        }
        let numbers = arguments.dropFirst().compactMap { Double($0) }
        let network = Interconnect(
            latency: (numbers.first ?? 2) * 1e-6, bandwidth: (numbers.count > 1 ? numbers[1] : 10) * 1e9)
        let (test, step) = (TestCosts.measured(), try StepCosts.measured())
        let ranks = (0...10).map { 1 << $0 }
        let (rows, batch) = (1_000_000_000, 1_000_000)
        print("measured on one core: \(test) \(step)")
        print("| ranks | test of 10^9 rows | step of 10^6 points |\n|---|---|---|")
        let tests = ranks.map { test.seconds(rows: rows, ranks: $0, network) }
        let steps = ranks.map { step.seconds(batch: batch, ranks: $0, network) }
        for (index, count) in ranks.enumerated() {
            print("| \(count) | \(text(tests[index])) | \(text(steps[index])) |")
        }
        try figure(ranks.map(Double.init), tests, steps, network).svg().write(
            toFile: path, atomically: true, encoding: .utf8)
    }

    private static func text(_ seconds: Double) -> String {
        NumberText.significant(seconds * 1_000, digits: 3) + " ms"
    }

    private static func figure(
        _ ranks: [Double], _ tests: [Double], _ steps: [Double], _ network: Interconnect
    ) -> Figure {
        func panel(_ title: String, _ seconds: [Double], _ role: Role) -> Panel {
            Panel(
                title, x: Axis("ranks", kind: .logarithmic), y: Axis("seconds", kind: .logarithmic),
                marks: [
                    .line(x: ranks, y: seconds, role: role, label: "model"),
                    .line(
                        x: ranks, y: ranks.map { seconds[0] / $0 }, role: .reference,
                        label: "one rank's time / ranks"),
                ])
        }
        let latency = NumberText.significant(network.latency * 1e6, digits: 2)
        let bandwidth = NumberText.significant(network.bandwidth / 1e9, digits: 2)
        return Figure(
            "A model, not a measurement: latency \(latency) us, \(bandwidth) GB/s", columns: 2,
            panelSize: (360, 300),
            panels: [
                panel("test of 10^9 rows in 2 columns", tests, .source),
                panel("training step of 10^6 points", steps, .result),
            ])
    }
}

/// What messages cost.
struct Interconnect {
    /// Seconds a message.
    let latency: Double
    /// Bytes a second.
    let bandwidth: Double

    /// An addition of an array over all ranks, as a reduction by halves and a gathering (Thakur, Rabenseifner and Gropp
    /// 2005): 2 log2(p) messages and 2 (p - 1) / p times the bytes.
    func sum(bytes: Double, ranks: Int) -> Double {
        guard ranks > 1 else { return 0 }
        let p = Double(ranks)
        var rounds = 0
        while 1 << rounds < ranks { rounds += 1 }
        return 2 * Double(rounds) * latency + 2 * (p - 1) / p * bytes / bandwidth
    }
}

private let clock = ContinuousClock()

private func best(_ work: () throws -> Void) rethrows -> Double {
    var minimum = Double.infinity
    for _ in 0..<3 { minimum = min(minimum, try clock.measure(work) / .seconds(1)) }
    return minimum
}

/// The parts of a default test in 2 columns.
struct TestCosts: CustomStringConvertible {
    /// Seconds per row that ranks share: spreading.
    let shared: Double
    /// Seconds per row that every rank spends: it assigns all rows to bins.
    let replicated: Double
    /// Seconds of features and permutations.
    let fixed: Double
    /// Bytes of the grids that are added: 130 bins of 14,400 cells, and 2 x 10^6 random rows for the bandwidths.
    static let bytes = 8.0 * (130 * 14_400 + 2 * 2_000_002)

    static func measured() -> TestCosts {
        func sample(_ rows: Int, _ seed: UInt64) -> Sample {
            var random = RandomStream(seed: seed)
            return Sample(Matrix(rows: rows, columns: 2, values: random.normals(2 * rows)))
        }
        let (small, large) = (500_000, 4_000_000)
        let times = [small, large].map { rows in
            let (x, y) = (sample(rows, 1), sample(rows, 2))
            return best {
                var random = RandomStream(seed: 3)
                _ = TwoSampleTest()(x, y, using: &random)
            }
        }
        var labels = [UInt8](repeating: 1, count: 2 * large)
        var random = RandomStream(seed: 1)
        let assigning = best { random.shuffle(&labels) } / Double(2 * large)
        let slope = (times[1] - times[0]) / Double(2 * (large - small))
        return TestCosts(
            shared: max(0, slope - assigning), replicated: assigning,
            fixed: max(0, times[0] - slope * Double(2 * small)))
    }

    func seconds(rows: Int, ranks: Int, _ network: Interconnect) -> Double {
        Double(rows) * (shared / Double(ranks) + replicated) + fixed
            + network.sum(bytes: TestCosts.bytes, ranks: ranks)
            + 32 * network.sum(bytes: 0, ranks: ranks)
    }

    var description: String {
        "test: spreading \(ns(shared)) ns per row, assigning \(ns(replicated)) ns per row, the rest \(ns(fixed * 1e-6)) ms;"
    }
}

/// The parts of a step of the network 2-128-128-128-2 with the Fourier loss of 32 frequencies per coordinate.
struct StepCosts: CustomStringConvertible {
    /// Seconds per point that ranks share: the passes through the network and the loss.
    let shared: Double
    /// Seconds per point that every rank spends: drawing the batch.
    let replicated: Double
    /// Bytes of the parameters' gradient in double precision.
    static let gradientBytes = 8.0 * Double(3 * 128 + 2 * 129 * 128 + 129 * 16)
    /// Bytes of the loss's sums: 64 x 64 products of cosines and sines.
    static let featureBytes = 8.0 * 64 * 64

    static func measured() throws -> StepCosts {
        let batch = 40_960
        var plan = TrainingPlan(from: "normal:2", to: "ring")
        plan.network.hidden = [128, 128, 128]
        plan.network.activation = .gelu
        plan.loss.distance = .fourierMMD(.init())
        plan.loss.targetPoints = 1_000
        plan.training.batch = batch
        plan.training.steps = 4
        plan.training.momentum = 0.9
        plan.training.learningRate = 1e-3
        let step = try best { _ = try Fit(plan).trainNetwork() } / Double(4 * batch)
        let drawing = best {
            var random = RandomStream(seed: 1)
            _ = StandardNormal(dimension: 2).sample(batch, using: &random)
        }
        return StepCosts(
            shared: step - drawing / Double(batch), replicated: drawing / Double(batch))
    }

    func seconds(batch: Int, ranks: Int, _ network: Interconnect) -> Double {
        Double(batch) * (shared / Double(ranks) + replicated)
            + network.sum(bytes: StepCosts.featureBytes, ranks: ranks)
            + network.sum(bytes: StepCosts.gradientBytes, ranks: ranks) + network.sum(bytes: 8, ranks: ranks)
    }

    var description: String {
        "step: passes and loss \(ns(shared)) ns a point, batch \(ns(replicated)) ns a point"
    }
}

private func ns(_ seconds: Double) -> String { NumberText.significant(seconds * 1e9, digits: 3) }
