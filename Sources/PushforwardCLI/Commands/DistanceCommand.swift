import ArgumentParser
import Pushforward

/// What `pushforward distance` measures.
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
            "How far are two samples apart? Squared MMD, energy distance, Wasserstein, Sinkhorn, exact transport.",
        discussion: """
            Measures: squared-mmd, energy, wasserstein-1 and -2 (on the line exact, above it sliced), emd-1 and emd-2
            (exact optimal transport), sinkhorn. By default all that take a few seconds for as many rows.
            Exit status: 0, or 2 for errors.

            Examples:
              pushforward distance a.csv b.csv
              pushforward distance a.npy b.npy --measure emd-2
              pushforward distance a.csv b.csv --measure squared-mmd --kernel laplace --bandwidth 0.5
              pushforward distance a.csv b.csv --preset sklearn
              pushforward distance a.csv b.csv --measure wasserstein-1 --weights count
              pushforward distance --shards 'before/part-*.npy' 'after/part-*.npy'
              mpirun -n 8 pushforward distance a.npy b.npy    (built with the trait MPI)
            """)

    @Argument(help: "The first file of numbers.") var first: String
    @Argument(help: "The second file of numbers.") var second: String

    @OptionGroup var input: ReadingArguments

    @Option(name: [.short, .long], help: "A measure; may be given several times.")
    var measure: [Measure] = []

    @Option(
        help:
            "Kernel of the squared MMD: gaussian, laplace, productLaplace, inverseMultiquadric, rationalQuadratic or energy."
    )
    var kernel = Kernel.Family.gaussian

    @Option(help: "Bandwidth r in units of a squared distance, or median.")
    var bandwidth = "median"

    @Option(help: "unbiased (U-statistic) or biased (V-statistic).")
    var estimator = Estimator.unbiased

    @Option(help: "Another library's squared MMD: paper, sklearn, hyppo, alibi or geomloss.")
    var preset: DistancePreset?

    @Option(help: "Sums over pairs: automatic, pairs, fourier or features.")
    var method = SummationMethod.automatic

    @Option(help: "Tolerance of kernel values in Fourier sums.")
    var tolerance = 1e-6

    @Option(help: "Directions of sliced distances.")
    var directions = 64

    @Option(
        help: "Entropy weight of the Sinkhorn divergence in units of |x - y|^2; 5 % of the median by default."
    )
    var epsilon: Double?

    @Option(help: "Column of both files that holds the rows' weights; for wasserstein on the line and emd.")
    var weights: String?

    @Flag(help: "The two arguments are patterns in quotes: the rows of all files of one are a sample.")
    var shards = false

    @Flag(help: "Print one JSON object.")
    var json = false

    func validate() throws {
        guard tolerance >= 1e-14 && tolerance <= 0.1 else {
            throw ValidationError("--tolerance is between 1e-14 and 0.1, not \(tolerance).")
        }
        guard (1...100_000).contains(directions) else {
            throw ValidationError("--directions takes a number from 1 to 100000, not \(directions).")
        }
        if let epsilon, !(epsilon > 0 && epsilon.isFinite) {
            throw ValidationError("--epsilon is positive, not \(epsilon).")
        }
        _ = try rule()
    }

    private func rule() throws -> BandwidthRule {
        if bandwidth == "median" { return .median }
        guard let r = Double(bandwidth), r > 0, r.isFinite else {
            throw ValidationError("--bandwidth takes median or a positive number, not '\(bandwidth)'.")
        }
        return .fixed(r)
    }

    func run() throws {
        let isShared = shards || Ranks.areSeveral
        let pair =
            try isShared
            ? SharedPair([first, second], areShards: shards, input: input)
            : SharedPair(whole: input.read(first, second))
        try pair.requireRows(estimator == .unbiased || preset != nil ? 2 : 1)
        var measurement = DistanceReport(pair, tasks: input.threads)
        if let weights {
            let whole = pair.whole
            guard Ranks.isFirst else { return }
            measurement = DistanceReport(try WeightedPair(whole, weights: weights), tasks: input.threads)
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
