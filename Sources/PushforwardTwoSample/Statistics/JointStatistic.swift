import PushforwardNumerics

/// The parts of the default test under any labeling: squared MMDs of several bandwidths, the largest Anderson-Darling
/// statistic of a column, and the largest difference of the mean features of each kind.
///
/// Kernels see differences of any kind, but spread over all of them; a difference that lies in one column, in the
/// dependence of two columns, or in a few far rows is found with far fewer rows by the statistic made for it. How the parts
/// are joined is the business of ``JointScores``.
struct JointStatistic: PermutableStatistic {
    let kernels: QuadraticStatistic
    let counts: BinCounts
    let features: BinFeatures
    var kind: FeatureSums { features.kind }

    /// Kinds of features that these columns have.
    var kinds: [FeatureKind] { FeatureKind.allCases.filter { !kind.places($0).isEmpty } }

    /// The kernels' terms, then that of the columns, then one per kind of feature.
    func values(_ labels: LabelPermutations, threads: Int) -> [[Double]] {
        kernels.values(labels, threads: threads)
            + labels.inBlocks(of: 32, threads: threads) { rows in
                let (columns, features) = (counts.values(labels, rows), features.values(labels, rows))
                return [columns.map { $0.max()! }]
                    + kinds.map { kind in
                        features.map { $0[self.kind.places(kind)].max()! }
                    }
            }
    }

    /// The observed statistic of every column and of every feature.
    func observed(_ labels: LabelPermutations) -> (columns: [Double], features: [Double]) {
        (counts.values(labels, 0..<1)[0], features.values(labels, 0..<1)[0])
    }
}
