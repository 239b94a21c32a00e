import CPushforwardKernels
import PushforwardNumerics
import RealModule

/// The default test of whether two samples come from one distribution, in one or two dimensions.
///
/// Squared MMD (V-statistic) with Gaussian kernels at several multiples of the median bandwidth, each
/// standardised by its mean and deviation over all permutations (the observed labels among them), and the largest
/// of them as the statistic. Permuted are not rows but bins of rows, dealt at random, so that the cost of the
/// permutations does not depend on the sample sizes (Domingo-Enrich, Dwivedi and Mackey 2025). The level is exact
/// for every number of bins: permutations of the bins are a subgroup of those of the rows, and leftover rows keep
/// their labels.
public struct TwoSampleTest: Sendable, Codable, Equatable {
    /// Bandwidths as multiples of the median heuristic of the pooled sample.
    public var multiples: [Double] = [1.0 / 64, 1.0 / 16, 0.25, 1, 4]
    /// Bins a side; with fewer rows every row is a bin.
    public var bins = 64
    /// Random permutations B; p-values are multiples of 1 / (B + 1).
    public var permutations = 1_999
    /// Tolerance of the Fourier sums.
    public var tolerance = 1e-6

    /// The default test.
    public init() {}

    /// What a test found.
    public struct Outcome: Sendable, Codable, Equatable {
        /// (1 + number of permutations with a statistic at least the observed) / (1 + permutations); never 0.
        public let pValue: Double
        /// The largest standardised squared MMD.
        public let statistic: Double
        /// The standardised squared MMD at each bandwidth, in the order of the multiples.
        public let standardised: [Double]
        /// The bandwidths r.
        public let bandwidths: [Double]
        /// The bandwidth of the largest standardised value.
        public var bandwidth: Double {
            bandwidths[standardised.indices.max { standardised[$0] < standardised[$1] }!]
        }
    }

    /// Tests two samples. O((n + m) features + bins^2 (features + permutations)) a bandwidth
    public func callAsFunction(_ x: Matrix, _ y: Matrix, using random: inout RandomStream) -> Outcome {
        precondition(
            x.columns == y.columns && (1...2).contains(x.columns) && x.rows >= 2 && y.rows >= 2,
            "samples of \(x.rows) x \(x.columns) and \(y.rows) x \(y.columns) can't be tested")
        let median = medianHeuristic(of: x, and: y)
        let bandwidths = multiples.map { $0 * median }
        let deal = BinDeal(x.rows, y.rows, bins: bins, using: &random)
        let signs = deal.labels(permutations: permutations, using: &random)
        let pooled = x.appending(y)
        let extents = (0..<x.columns).map { c in
            let column = pooled.doubles(c)
            return column.max()! - column.min()!
        }
        var scores = [[Double]]()
        for r in bandwidths {
            let grid = FrequencyGrid(bandwidth: r, extents: extents, tolerance: tolerance)
            let statistics = deal.statistics(pooled, grid: grid, bandwidth: r, labels: signs)
            let centre = Statistics.mean(statistics)
            let spread = max(Statistics.standardDeviation(statistics), .leastNormalMagnitude)
            scores.append(statistics.map { ($0 - centre) / spread })
        }
        let largest = scores[0].indices.map { b in scores.map { $0[b] }.max()! }
        let exceeding = largest.dropFirst().count { $0 >= largest[0] }
        return Outcome(
            pValue: Double(1 + exceeding) / Double(1 + permutations), statistic: largest[0],
            standardised: scores.map { $0[0] }, bandwidths: bandwidths)
    }
}

/// The dealing of two samples' rows into bins of equal size, and the statistics of permuted labels.
struct BinDeal {
    private let sizes: (x: Int, y: Int)
    private let binSize: Int
    private let xBins: Int
    private let yBins: Int
    private let order: [Int]
    /// Permuted bins, then one bin of leftover rows a side.
    private var columns: Int { xBins + yBins + 2 }

    init(_ n: Int, _ m: Int, bins: Int, using random: inout RandomStream) {
        sizes = (n, m)
        binSize = max(1, min(n, m) / bins)
        xBins = n / binSize
        yBins = m / binSize
        var first = Array(0..<n)
        var second = Array(n..<n + m)
        random.shuffle(&first)
        random.shuffle(&second)
        order = first + second
    }

    /// Coefficients of the bins' means for the observed labels (row 0) and for random permutations.
    func labels(permutations: Int, using random: inout RandomStream) -> AlignedArray {
        let width = padded(columns)
        var labels = AlignedArray(zeros: (permutations + 1) * width)
        let pointer = labels.mutablePointer
        let positive = Float(binSize) / Float(sizes.x)
        let negative = -Float(binSize) / Float(sizes.y)
        var bins = (0..<xBins + yBins).map { $0 < xBins ? positive : negative }
        for row in 0...permutations {
            if row > 0 { random.shuffle(&bins) }
            for (index, value) in bins.enumerated() { pointer[row * width + index] = value }
            pointer[row * width + bins.count] = Float(sizes.x - xBins * binSize) / Float(sizes.x)
            pointer[row * width + bins.count + 1] = -Float(sizes.y - yBins * binSize) / Float(sizes.y)
        }
        return labels
    }

    /// Squared MMD for each row of labels: v' G v with the Gram matrix G of the centred bin means.
    func statistics(_ pooled: Matrix, grid: FrequencyGrid, bandwidth: Double, labels: AlignedArray)
        -> [Double]
    {
        let width = padded(columns)
        let features = centredFeatures(pooled, grid: grid, bandwidth: bandwidth, width: width)
        var gram = AlignedArray(zeros: width * width)
        Kernels.active.gemm(
            width, width, grid.featureCount, features.pointer, 1, width, features.pointer, width,
            gram.mutablePointer, width, 0)
        let rows = labels.count / width
        var images = AlignedArray(zeros: labels.count)
        Kernels.active.gemm(
            rows, width, width, labels.pointer, width, 1, gram.pointer, width, images.mutablePointer, width, 0
        )
        var statistics = [Float](repeating: 0, count: rows)
        Kernels.active.row_dots(
            rows, width, images.pointer, width, labels.pointer, width, 1, &statistics, 1)
        return statistics.map(Double.init)
    }

    /// Weighted mean features of every bin, [features][bins], less their mean over the bins: labels sum to 0 in
    /// every row, so that a common part changes nothing but rounding.
    private func centredFeatures(_ pooled: Matrix, grid: FrequencyGrid, bandwidth: Double, width: Int)
        -> AlignedArray
    {
        let roots = grid.weights { FrequencyGrid.gaussianDensity(bandwidth, $0) }.map { $0.squareRoot() }
        var sketch = TrigonometricSketch(grid)
        var features = AlignedArray(zeros: grid.featureCount * width)
        let pointer = features.mutablePointer
        let members = (0..<columns).map(rowNumbers)
        var centre = [Double](repeating: 0, count: grid.featureCount)
        let means = members.map { $0.isEmpty ? nil : sketch.means(of: pooled.selecting($0)) }
        for (rows, mean) in zip(members, means) {
            guard let mean else { continue }
            let share = Double(rows.count) / Double(pooled.rows)
            for f in centre.indices { centre[f] += share * mean[f] }
        }
        for (bin, mean) in means.enumerated() {
            guard let mean else { continue }
            for f in centre.indices { pointer[f * width + bin] = roots[f] * Float(mean[f] - centre[f]) }
        }
        return features
    }

    private func rowNumbers(ofBin bin: Int) -> ArraySlice<Int> {
        switch bin {
        case ..<xBins: return order[bin * binSize..<(bin + 1) * binSize]
        case ..<(xBins + yBins):
            let start = sizes.x + (bin - xBins) * binSize
            return order[start..<start + binSize]
        case xBins + yBins: return order[xBins * binSize..<sizes.x]
        default: return order[(sizes.x + yBins * binSize)...]
        }
    }
}
