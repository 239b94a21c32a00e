public import PushforwardDiscrepancies
import PushforwardNumerics

extension TwoSampleTest {
    /// What a test found.
    public struct Outcome: Sendable, Codable, Equatable {
        /// (1 + number of permutations with a statistic at least the observed) / (1 + permutations); never 0.
        public let pValue: Double
        /// Standard error of the p-value as an estimate of that over all permutations of the rows: of the random permutations,
        /// and of the random bins where bins are permuted; 0 where all labelings of the rows were tried.
        public let pValueError: Double
        /// The observed statistic.
        public let statistic: Double
        /// The parts of a joined statistic, those with kernels first, widest bandwidth first; one for the others.
        public let terms: [Term]
        let strongestIndex: Int
        let strongestKernelIndex: Int?
        /// The place of ``medianTerm`` among the terms.
        let medianIndex: Int?
        /// For each column, the p-value of its own parts of a joint statistic, corrected for the choice among all parts; none
        /// for other statistics. The joint p-value is at most the smallest of them.
        public let columnPValues: [Double]
        /// The common scale of the columns; bandwidths are in its units. `nil` where it is not known, as of some sketches.
        public let scale: ColumnScale?
        /// Random permutations, or labelings other than the observed one.
        public let permutations: Int
        /// Whether every labeling was tried.
        public let isComplete: Bool
        /// Permuted bins of the two samples.
        public let bins: [Int]
        /// Rows of a bin.
        public let binSize: Int
        /// How the sums were computed.
        public let method: SummationMethod
        /// Whether coordinates were taken modulo a period, since the data reach too far for the narrowest kernel.
        public let isPeriodic: Bool

        /// The smallest p-value that the labelings allow.
        public var smallestPValue: Double { 1 / Double(permutations + 1) }
        /// The part at the bandwidth of the median heuristic; `nil` for statistics without, and for given bandwidths.
        public var medianTerm: Term? { medianIndex.map { terms[$0] } }
        /// The part that is hardest to explain by chance.
        public var strongest: Term { terms[strongestIndex] }
        /// The strongest of the parts with kernels; `nil` where there is none.
        public var strongestKernel: Term? { strongestKernelIndex.map { terms[$0] } }
    }

    /// One part of a statistic.
    public struct Term: Sendable, Codable, Equatable {
        /// What a part looks at.
        public enum Kind: String, Sendable, Codable {
            /// The rows, by a kernel.
            case kernel
            /// The distribution function of each column: the largest Anderson-Darling statistic.
            case distributions
            /// The mean square of each column.
            case spread
            /// The mean product of two columns.
            case pairs
            /// The distance of the rows from the center.
            case norm
            /// The statistic has no parts.
            case whole
        }

        /// What it looks at.
        public let kind: Kind
        /// The column or the two columns in which a part of columns has its largest value, by number; none for other parts.
        public let columns: [Int]
        /// The kernel; nil for parts without.
        public let kernel: Kernel.Family?
        /// The kernel's bandwidth r, in the square of the scale's units.
        public let bandwidth: Double?
        /// The value, such as a squared MMD (V-statistic).
        public let value: Double
        /// The value in standard deviations from its mean over all labelings but the observed one.
        public let standardized: Double
        /// The part's own p-value.
        public let pValue: Double
        /// The part's p-value corrected for the choice among all parts of a joint statistic; `nil` for other statistics.
        public let correctedPValue: Double?
    }
}

/// The terms of an outcome, and which is the strongest.
struct OutcomeParts {
    let terms: [TwoSampleTest.Term]
    let strongestIndex: Int
    let strongestKernelIndex: Int?
    let columnPValues: [Double]

    init(
        _ prepared: TestPreparation.Prepared, _ scores: [StandardizedValues], _ joint: JointScores?,
        _ labels: LabelPermutations
    ) {
        let kernels = prepared.kernels.count
        let statistic = prepared.statistic as? JointStatistic
        let observed = statistic?.observed(labels)
        let kinds: [TwoSampleTest.Term.Kind] =
            statistic.map { [.distributions] + $0.kinds.map(\.termKind) } ?? []
        let terms = scores.enumerated().map { index, score in
            let value = score.values[0]
            let member = index < kernels ? prepared.kernels[index] : nil
            let kind = index < kernels ? .kernel : kinds.isEmpty ? .whole : kinds[index - kernels]
            return TwoSampleTest.Term(
                kind: kind,
                columns: observed.map { statistic!.strongestColumns(of: kind, $0) } ?? [],
                kernel: member?.kernel.family, bandwidth: member?.bandwidth, value: value,
                standardized: score.observedDeviations, pValue: Aggregation.pValue(score.standardized),
                correctedPValue: joint.map { $0.adjustedPValue($0.score(value, part: index)) })
        }
        let ranks = terms.indices.map { joint?.score(terms[$0].value, part: $0) ?? terms[$0].standardized }
        self.terms = terms
        strongestIndex = ranks.indices.max { ranks[$0] < ranks[$1] }!
        strongestKernelIndex = (0..<kernels).max { ranks[$0] < ranks[$1] }
        columnPValues =
            joint.flatMap { joint in
                observed.map { observed in
                    observed.columns.indices.map { column in
                        let distribution = joint.score(observed.columns[column], part: kernels)
                        let spread = joint.score(observed.features[column], part: kernels + 1)
                        return joint.adjustedPValue(max(distribution, spread))
                    }
                }
            } ?? []
    }
}

extension FeatureKind {
    fileprivate var termKind: TwoSampleTest.Term.Kind {
        switch self {
        case .spread: .spread
        case .pairs: .pairs
        case .norm: .norm
        }
    }
}

extension JointStatistic {
    /// The columns in which a part has its observed value.
    fileprivate func strongestColumns(
        of kind: TwoSampleTest.Term.Kind, _ observed: (columns: [Double], features: [Double])
    ) -> [Int] {
        func strongest(_ places: Range<Int>) -> [Int] {
            places.max { observed.features[$0] < observed.features[$1] }.map(self.kind.columns) ?? []
        }
        switch kind {
        case .distributions:
            return [observed.columns.indices.max { observed.columns[$0] < observed.columns[$1] }!]
        case .spread: return strongest(self.kind.places(.spread))
        case .pairs: return strongest(self.kind.places(.pairs))
        case .kernel, .norm, .whole: return []
        }
    }
}
