public import PushforwardDiscrepancies
public import PushforwardNumerics

/// A permutation test of whether two samples come from one distribution.
///
/// Goals, in order: 1 the level is exact at any sample size, dimension and tie pattern, for samples whose rows are
/// independent; 2 power against differences at every scale, without a choice by the user; 3 the same p-value for the
/// same seed for any number of threads; 4 a cost of the permutations that does not grow with the samples.
///
/// The default statistic joins squared MMDs (V-statistics) with Gaussian kernels of several bandwidths, an Anderson-Darling
/// statistic of each column, and differences of simple features, by how improbable each is under the labelings
/// (``Statistic/joint``). Columns are brought to a common scale first (``scaling``). Bins of rows are permuted where there
/// are many rows (see ``bins``), and every labeling is tried where there are few.
public struct TwoSampleTest: Sendable, Codable, Equatable {
    /// What measures the difference of the samples.
    public enum Statistic: String, Sendable, Codable, CaseIterable {
        /// The largest of log(weight / tail probability) over squared MMDs with a ladder of bandwidths, the Anderson-Darling
        /// statistic of the columns, and features of columns, pairs of columns and rows.
        case joint
        /// Squared MMDs with a ladder of bandwidths, joined by ``Aggregation``.
        case aggregatedMMD = "aggregated-mmd"
        /// MMD-FUSE: the soft maximum of unbiased squared MMDs with 20 kernels, each divided by the root of its kernel's
        /// mean square (Biggs, Schrab and Gretton 2023). O((n + m)^2 d)
        case fuse = "mmd-fuse"
        /// MMDAgg: minus the smallest p-value of unbiased squared MMDs with 20 kernels (Schrab, Kim, Albert, Laurent,
        /// Guedj and Gretton 2023), by permutations of both samples. O((n + m)^2 d)
        case aggregatedPValues = "mmdagg"
        /// The squared MMD at the median bandwidth of the pooled sample.
        case mmd
        /// The energy distance.
        case energy
        /// The sliced Wasserstein distance of order 1.
        case slicedWasserstein = "sliced-wasserstein"
        /// The largest Kolmogorov-Smirnov distance of a column; ties are ordered by the mean distance of the
        /// distribution functions.
        case kolmogorovSmirnov = "ks"

        /// Whether several kernels become one statistic.
        var joinsKernels: Bool { [.joint, .aggregatedMMD, .fuse, .aggregatedPValues].contains(self) }
        /// Whether terms have kernels.
        var hasKernels: Bool { joinsKernels || self == .mmd }
    }

    /// The statistic.
    public var statistic = Statistic.joint
    /// How columns are brought to a common scale.
    public var scaling = ColumnScaling.robust
    /// How the bandwidths of an aggregated statistic are joined.
    public var aggregation = Aggregation.largestStandardized
    /// Bins of the smaller sample. Samples of fewer than 4 times as many rows, and all where it is 0, are permuted row
    /// by row.
    public var bins = 64
    /// Random permutations B; p-values are multiples of 1 / (B + 1). Where there are no more labelings, all are tried.
    public var permutations = 1_999
    /// How the sums over pairs are computed.
    public var method = SummationMethod.automatic
    /// Tolerance of kernel values in Fourier sums. It has no bearing on the level.
    public var tolerance = 1e-4
    /// Threads.
    public var threads = 1

    /// The default test.
    public init() {}

    /// Tests two samples of at least 2 rows and the same number of columns.
    ///
    /// O((n + m) d) beyond some thousand rows in up to 2 dimensions, and O(bins^2 permutations) for each bandwidth.
    public func callAsFunction(_ x: Sample, _ y: Sample, using random: inout RandomStream) -> Outcome {
        let (x, y) = (SampleShard(whole: x), SampleShard(whole: y))
        guard let outcome = try? self(x, y, communicator: SoleCommunicator(), using: &random) else {
            preconditionFailure("a program that has all rows gathers none")
        }
        return outcome
    }

    /// Tests two samples of which every rank holds a shard; the outcome, to the last bit, is that of one rank with all
    /// rows, of which a whole sample is the only shard.
    ///
    /// The squared MMDs of more than 5,000 rows in up to 2 columns, or 3 where their grid is small, add the ranks' grids,
    /// so that the rows stay where they are. All else gathers the rows on the first rank.
    ///
    /// - Parameters:
    ///   - x: The rank's shard of the first sample.
    ///   - y: Its shard of the second.
    ///   - communicator: The ranks.
    ///   - random: The same on all ranks.
    /// - Returns: The outcome on the first rank; `nil` on the others.
    /// - Throws: `GatheringError`, on all ranks, where more than `SampleShard.gatheringLimit` numbers would have to be
    ///   gathered; never on a rank that is alone.
    package func callAsFunction(
        _ x: SampleShard, _ y: SampleShard, communicator: some Communicator,
        using random: inout RandomStream
    ) throws -> Outcome? {
        let samples = ShardPair(x, y, communicator: communicator)
        precondition(
            x.total >= 2 && y.total >= 2, "samples of \(x.total) and \(y.total) rows can't be tested")
        let assignment = BinAssignment(x.total, y.total, bins: bins, using: &random)
        let labels = LabelPermutations(
            first: assignment.layout.first, second: assignment.layout.second, permutations: permutations,
            using: &random)
        let prepared = try TestPreparation(self, samples, assignment).prepare()
        return prepared.map { outcome($0, labels, assignment.layout) }
    }

    /// The outcome from a prepared statistic under the labelings. O(bins^2 permutations terms)
    func outcome(_ prepared: TestPreparation.Prepared, _ labels: LabelPermutations, _ layout: BinLayout)
        -> Outcome
    {
        let values = prepared.statistic.values(labels, threads: threads)
        let scores = zip(values, prepared.noise).map { StandardizedValues($0, noise: $1) }
        let joint = prepared.weights.map { JointScores(values, weights: $0, noise: prepared.noise) }
        let joined = joint?.joined ?? aggregation.join(scores, statistic: statistic)
        let found = OutcomeParts(prepared, scores, joint, labels)
        let p = Aggregation.pValue(joined)
        return Outcome(
            pValue: p, pValueError: labels.error(ofPValue: p, binSize: layout.binSize),
            statistic: statistic.joinsKernels ? joined[0] : values[0][0],
            terms: statistic == .kolmogorovSmirnov ? Array(found.terms.prefix(1)) : found.terms,
            strongestIndex: statistic == .kolmogorovSmirnov ? 0 : found.strongestIndex,
            strongestKernelIndex: found.strongestKernelIndex, medianIndex: prepared.medianIndex,
            columnPValues: found.columnPValues, scale: prepared.scale,
            permutations: labels.count - 1, isComplete: labels.isComplete,
            bins: [layout.first, layout.second],
            binSize: layout.binSize, method: prepared.method, isPeriodic: prepared.isPeriodic)
    }

    /// Tests the rows of two matrices.
    public func callAsFunction(_ x: Matrix, _ y: Matrix, using random: inout RandomStream) -> Outcome {
        self(Sample(x), Sample(y), using: &random)
    }
}
