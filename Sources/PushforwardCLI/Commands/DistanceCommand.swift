public import ArgumentParser
import Pushforward
import PushforwardGraphics

/// The distances that `pushforward distance` measures.
enum Measure: String, CaseIterable, ExpressibleByArgument {
    case squaredMMD = "squared-mmd"
    case energy
    case wasserstein1 = "wasserstein-1"
    case wasserstein2 = "wasserstein-2"
    case transport1 = "emd-1"
    case transport2 = "emd-2"
    case sinkhorn
}

/// `pushforward distance`
struct DistanceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "distance",
        abstract:
            "Measure how far apart two samples are: squared MMD, energy, Wasserstein, Sinkhorn, exact transport.",
        discussion: """
            Measures: squared-mmd, energy, wasserstein-1 and wasserstein-2 (exact for one column, sliced for more), emd-1 \
            and emd-2 (exact optimal transport), sinkhorn. By default, all that take at most a few seconds for these \
            samples.
            Exit status: 0 success, 2 error.

            Examples:
              pushforward distance a.csv b.csv
              pushforward distance a.npy b.npy --measure emd-2
              pushforward distance a.csv b.csv --kernel laplace --bandwidth 0.5
              pushforward distance a.csv b.csv --preset sklearn
              pushforward distance a.csv b.csv --measure wasserstein-1 --weights count
              pushforward distance --shards 'before/part-*.npy' 'after/part-*.npy'

            With several ranks (built with the trait MPI):
              mpirun -n 8 pushforward distance a.npy b.npy
            """)

    @Argument(help: "The first file of numbers.") var first: String
    @Argument(help: "The second file of numbers.") var second: String

    @OptionGroup var input: ReadingArguments

    @Option(name: [.short, .long], help: "What to measure. Repeat the option for several measures.")
    var measure: [Measure] = []

    @Option(
        help: "Kernel of the squared MMD."
    )
    var kernel = Kernel.Family.gaussian

    @Option(
        help:
            "Bandwidth r of the kernel, in units of a squared distance, or median (of the squared distances)."
    )
    var bandwidth = "median"

    @Option(help: "Estimator of the squared MMD: the U-statistic (unbiased) or the V-statistic (biased).")
    var estimator = Estimator.unbiased

    @Option(
        help:
            "Compute the squared MMD as the paper or another library does."
    )
    var preset: DistancePreset?

    @Option(help: "How kernel sums are computed.")
    var method = SummationMethod.automatic

    @Option(help: "Tolerance of kernel values in Fourier sums.")
    var tolerance = 1e-6

    @Option(help: "Number of directions of sliced distances.")
    var directions = 64

    @Option(
        help:
            "Entropy weight of the Sinkhorn divergence, in units of |x - y|^2; by default 5 % of the median squared distance."
    )
    var epsilon: Double?

    @Option(
        help:
            "Column with the weights of the rows, in both files; for emd, and for wasserstein with one other column."
    )
    var weights: String?

    @Flag(
        help: "The two arguments are patterns in quotes; the rows of all files that match one are a sample.")
    var shards = false

    @Flag(help: "Print one JSON object.")
    var json = false

    func validate() throws {
        guard tolerance >= 1e-14 && tolerance <= 0.1 else {
            throw ValidationError(
                "--tolerance must be from 1e-14 to 0.1, not \(NumberText.plain(tolerance)).")
        }
        guard (1...100_000).contains(directions) else {
            throw ValidationError("--directions must be from 1 to 100000, not \(directions).")
        }
        if let epsilon, !(epsilon > 0 && epsilon.isFinite) {
            throw ValidationError("--epsilon must be positive, not \(NumberText.plain(epsilon)).")
        }
        _ = try rule()
    }

    private func rule() throws -> BandwidthRule {
        if bandwidth == "median" { return .median }
        guard let r = Double(bandwidth), r > 0, r.isFinite else {
            throw ValidationError("--bandwidth must be median or a positive number, not '\(bandwidth)'.")
        }
        return .fixed(r)
    }

    func run() throws {
        let pair = try DistributedPair.read([first, second], areShards: shards, input: input)
        try pair.requireRows(estimator == .unbiased || preset != nil ? 2 : 1)
        var measurement = DistanceReport(pair, threads: input.threads)
        if let weights {
            let whole = pair.whole
            guard Ranks.isFirst else { return }
            measurement = DistanceReport(try WeightedPair(whole, weights: weights), threads: input.threads)
        }
        measurement.kernel = Kernel(kernel)
        measurement.bandwidth = try rule()
        measurement.estimator = estimator
        measurement.method = method
        measurement.tolerance = tolerance
        measurement.directions = directions
        measurement.epsilon = epsilon
        measurement.preset = preset
        let wanted = measure.isEmpty ? measurement.usual(hasPreset: preset != nil) : measure
        let results = try wanted.compactMap { try measurement.result($0) }
        guard Ranks.isFirst else { return }
        print(json ? try measurement.json(results) : measurement.text(results, areUsual: measure.isEmpty))
    }
}

extension Kernel.Family: ExpressibleByArgument {}
extension Estimator: ExpressibleByArgument {}
extension DistancePreset: ExpressibleByArgument {}
