import ArgumentParser
import Pushforward
import PushforwardGraphics

/// The distances of one pair of samples, as text and as JSON.
struct DistanceReport {
    private let samples: DistributedPair
    private let weights: (first: [Double], second: [Double])?
    private let threads: Int
    private var rows: [Int] { samples.description.rows }
    private var columns: Int { samples.description.columns.count }
    /// Maximum number of rows at which sliced distances are measured by default.
    static let slicedRows = 1_000_000
    var kernel = Kernel.gaussian
    var bandwidth = BandwidthRule.median
    var estimator = Estimator.unbiased
    var method = SummationMethod.automatic
    var tolerance = 1e-6
    var directions = 64
    var epsilon: Double?
    var preset: DistancePreset?

    init(_ pair: DistributedPair, threads: Int) {
        samples = pair
        weights = nil
        self.threads = threads
    }

    /// Rows with weights, which one rank has.
    init(_ weighted: WeightedPair, threads: Int) {
        samples = DistributedPair(whole: weighted.pair)
        weights = weighted.weights
        self.threads = threads
    }

    /// One measured distance.
    struct Result: Encodable {
        let measure: String
        let value: Double
        /// The parameters that the value depends on, in words.
        let detail: String
        var standardError: Double?
        var bandwidth: Double?
        var epsilon: Double?
        var optimalityGap: Double?
        var marginalError: Double?
    }

    /// The measures that are fast for these samples.
    func usual(hasPreset: Bool) -> [Measure] {
        if hasPreset { return [.squaredMMD] }
        if weights != nil {
            return columns == 1 ? [.wasserstein1, .wasserstein2] : [.transport1, .transport2]
        }
        if isLong { return [.squaredMMD] }
        var measures: [Measure] = [.squaredMMD, .energy, .wasserstein1, .wasserstein2]
        let isSmall = rows.max()! <= 2_000 && columns <= 16
        if isSmall && columns > 1 { measures += [.transport1, .transport2] }
        return measures
    }

    /// The result on rank 0, and on the others if they share the work. All ranks call it in the same order.
    func result(_ measure: Measure) throws -> Result? {
        if weights != nil {
            let isLine = columns == 1 && (measure == .wasserstein1 || measure == .wasserstein2)
            guard isLine || measure == .transport1 || measure == .transport2 else {
                throw ValidationError(
                    "--weights needs the measure emd-1 or emd-2, or wasserstein-1 or -2 of one column, not \(measure.rawValue)."
                )
            }
        }
        switch measure {
        case .squaredMMD: return squaredMMDResult()
        case .energy: return energy()
        case .wasserstein1: return wasserstein(order: 1)
        case .wasserstein2: return wasserstein(order: 2)
        case .transport1: return try transport(.distance, order: 1)
        case .transport2: return try transport(.squaredDistance, order: 2)
        case .sinkhorn: return sinkhorn()
        }
    }

    /// Both samples with all rows on rank 0, and `nil` on the others; gathered by all.
    private func wholeOnFirst() -> SamplePair? {
        let pair = samples.whole
        return samples.communicator.rank == 0 ? pair : nil
    }

    private func squaredMMDResult() -> Result? {
        if let preset {
            return wholeOnFirst().map { pair in
                Result(
                    measure: "squared-mmd", value: preset.value(pair.x, pair.y, threads: threads),
                    detail: "as \(preset.rawValue): \(preset.summary)")
            }
        }
        return (estimateByRanks ?? wholeOnFirst().map(estimate)).map(result)
    }

    /// The estimate from the grids of several ranks, if their sums are enough; a rank that is alone has all rows anyway.
    private var estimateByRanks: MMDEstimate? {
        guard samples.communicator.size > 1 else { return nil }
        return squaredMMD(
            between: samples.x, and: samples.y, columns: columns, communicator: samples.communicator,
            kernel: kernel,
            bandwidth: bandwidth, estimator: estimator, method: method, tolerance: tolerance, threads: threads
        )
    }

    private func estimate(_ pair: SamplePair) -> MMDEstimate {
        squaredMMD(
            between: pair.x, and: pair.y, kernel: kernel, bandwidth: bandwidth, estimator: estimator,
            method: method,
            tolerance: tolerance, threads: threads)
    }

    private func result(_ estimate: MMDEstimate) -> Result {
        let r = NumberText.plain(estimate.bandwidth)
        let rule = bandwidth == .median ? " (median)" : ""
        let scale = kernel.family == .energy ? "" : ", r = \(r)\(rule)"
        let sums =
            estimate.method == .fourier
            ? "Fourier sums, tolerance \(NumberText.plain(tolerance))" : estimate.method.rawValue
        return Result(
            measure: "squared-mmd", value: estimate.value,
            detail: "\(estimator.rawValue), \(kernel.family.rawValue) kernel\(scale), \(sums)",
            standardError: estimate.standardError, bandwidth: estimate.bandwidth)
    }

    private func energy() -> Result {
        let estimate = energyDistance(
            between: samples.whole.x, and: samples.whole.y, directions: directions, threads: threads,
            communicator: samples.communicator)
        return Result(
            measure: "energy", value: estimate.value, detail: estimate.summary,
            standardError: estimate.standardError)
    }

    private func wasserstein(order p: Int) -> Result {
        let pair = samples.whole
        if let weights {
            let value = WassersteinOnTheLine.distance(
                SortedLine(pair.x.column(0), weights: weights.first),
                SortedLine(pair.y.column(0), weights: weights.second), order: p)
            return Result(
                measure: "wasserstein-\(p)", value: value, detail: "W\(p) on the line, weighted, exact")
        }
        var sliced = SlicedDistance(dimension: columns, directions: directions, threads: threads)
        sliced.communicator = samples.communicator
        let estimate = sliced.wasserstein(pair.x, pair.y, order: p)
        let isLine = columns == 1
        return Result(
            measure: isLine ? "wasserstein-\(p)" : "sliced-wasserstein-\(p)", value: estimate.value,
            detail: isLine ? "W\(p) on the line, exact" : "mean over \(directions) directions",
            standardError: estimate.standardError)
    }

    private func transport(_ cost: ExactTransport.Cost, order p: Int) throws -> Result? {
        guard let pair = wholeOnFirst() else { return nil }
        let plan = try exactTransport(
            from: pair.x, to: pair.y, cost: cost, sourceWeights: weights?.first,
            targetWeights: weights?.second)
        let gap = NumberText.plain(plan.optimalityGap)
        let power = p == 1 ? "" : ", square of W2 = \(NumberText.plain(plan.cost))"
        return Result(
            measure: "emd-\(p)", value: p == 1 ? plan.cost : plan.cost.squareRoot(),
            detail: "W\(p) by exact transport\(power), optimality gap \(gap)",
            optimalityGap: plan.optimalityGap)
    }

    private func sinkhorn() -> Result? {
        guard let pair = wholeOnFirst() else { return nil }
        let weight = epsilon ?? 0.05 * medianHeuristic(of: pair.x, and: pair.y)
        var divergence = SinkhornDivergence(epsilon: weight)
        divergence.threads = threads
        let result = divergence(pair.x, pair.y)
        let end = result.hasConverged ? "" : ", not converged"
        return Result(
            measure: "sinkhorn", value: result.divergence,
            detail: "cost |x - y|^2, epsilon = \(NumberText.plain(weight)), marginal error "
                + "\(NumberText.plain(result.marginalError)) after \(result.iterations) iterations\(end)",
            epsilon: weight, marginalError: result.marginalError)
    }

    // MARK: Output

    /// Names the measures that were left out because they take long.
    private var leftOut: [String] {
        guard isLong && preset == nil else { return [] }
        return [
            "",
            "energy, wasserstein-1 and wasserstein-2 take minutes for so many rows; to measure one: --measure energy",
        ]
    }

    /// Along 64 directions two million rows take ten seconds per measure.
    private var isLong: Bool { columns > 1 && rows.reduce(0, +) > DistanceReport.slicedRows }

    func text(_ results: [Result], areUsual: Bool) -> String {
        let width = results.map(\.measure.count).max() ?? 0
        let lines = results.map { result in
            let error = result.standardError.map { " ± \(NumberText.plain($0))" } ?? ""
            let value = NumberText.plain(result.value) + error
            return result.measure.padded(to: width + 2) + value.padded(to: 11) + " " + result.detail
        }
        return ([samples.description.headline, ""] + lines + (areUsual ? leftOut : [])).joined(
            separator: "\n")
    }

    private struct Document: Encodable {
        let files: [String]
        let rows: [Int]
        let columns: [String]
        let distances: [Result]
    }

    func json(_ results: [Result]) throws -> String {
        try TestReport.json(
            Document(
                files: samples.description.paths, rows: rows, columns: samples.description.columns,
                distances: results))
    }
}
