import PushforwardDiscrepancies
import PushforwardNumerics
import RealModule

/// What a test of whole samples needs before labels are permuted, where Fourier sums do not serve.
struct RowPreparation {
    typealias Prepared = TestPreparation.Prepared
    private let test: TwoSampleTest
    private let x: Sample
    private let y: Sample
    private let assignment: BinAssignment
    private var pooledRows: Int { x.rows + y.rows }

    init(_ test: TwoSampleTest, _ x: Sample, _ y: Sample, _ assignment: BinAssignment) {
        self.test = test
        self.x = x
        self.y = y
        self.assignment = assignment
    }

    /// The statistic; of a joint one its squared MMDs.
    func prepare() -> Prepared {
        switch test.statistic {
        case .joint, .aggregatedMMD, .mmd:
            return squaredMMDs(TestPreparation.ladder(test.statistic, PooledDistances(x, y)))
        case .fuse: return fuse(KernelCollection(fuse: x, y))
        case .aggregatedPValues:
            let collection = KernelCollection(aggregated: x, y)
            return unbiased(collection, factors: collection.members.map { _ in 1 })
        case .energy:
            return SummationPolicy.energy(test.method, rows: pooledRows) == .pairs
                ? energyByPairs() : projections(.square)
        case .slicedWasserstein: return projections(.absolute)
        case .kolmogorovSmirnov: return projections(.largest)
        }
    }

    private func squaredMMDs(_ ladder: BandwidthLadder) -> Prepared {
        let bandwidths = ladder.bandwidths
        let grams = BinGrams(x: x, y: y, assignment: assignment, threads: test.threads)
        let matrices =
            method == .features
            ? grams.byFeatures(bandwidths: bandwidths) : grams.byPairs(.gaussian, bandwidths: bandwidths)
        return .squaredMMDs(
            matrices, ladder, assignment.layout, method: method, isPeriodic: false)
    }

    private var method: SummationMethod {
        SummationPolicy(test.method, kernel: .gaussian, rows: pooledRows, columns: x.columns).otherwise
    }

    /// Each squared MMD times [n (n - 1)]^(3/2) / sqrt(sum of the squared kernel values of distinct rows), n being the size
    /// of the smaller sample.
    private func fuse(_ collection: KernelCollection) -> Prepared {
        let smaller = Double(min(x.rows, y.rows))
        let rows = SampleColumns(pooling: x, y)
        let factors = collection.members.map { member in
            // The square of a Gaussian kernel is one of half the bandwidth, that of a Laplace kernel of a quarter.
            let share = member.kernel.family == .gaussian ? 0.5 : 0.25
            let sums = PairSums(member.kernel, bandwidths: [share * member.bandwidth], threads: test.threads)
            let squares = sums.within(rows)[0] - Double(pooledRows)
            return Double.pow(smaller * (smaller - 1), 1.5) / max(squares, .leastNormalMagnitude).squareRoot()
        }
        return unbiased(collection, factors: factors)
    }

    private func unbiased(_ collection: KernelCollection, factors: [Double]) -> Prepared {
        let grams = BinGrams(x: x, y: y, assignment: assignment, threads: test.threads)
        let matrices = [Kernel.productLaplace, .gaussian].flatMap { kernel in
            grams.byPairs(
                kernel, bandwidths: collection.members.filter { $0.kernel == kernel }.map(\.bandwidth))
        }
        return Prepared(
            statistic: UnbiasedStatistic(
                layout: assignment.layout, grams: matrices.map(withoutOwnPairs), factors: factors),
            kernels: collection.members, noise: factors.map { 1e-13 * $0 }, method: .pairs)
    }

    /// A Gram matrix less the pairs of a row with itself.
    private func withoutOwnPairs(_ gram: AlignedArray<Double>) -> AlignedArray<Double> {
        var gram = gram
        let width = QuadraticStatistic.width(assignment.layout)
        for bin in 0..<assignment.count {
            gram.mutablePointer[bin * (width + 1)] -= Double(assignment.layout.size(ofBin: bin))
        }
        return gram
    }

    private func energyByPairs() -> Prepared {
        let gram = BinGrams(x: x, y: y, assignment: assignment, threads: test.threads).byPairs(
            .energy, bandwidths: [1])[
                0]
        let total = UnsafeBufferPointer(start: gram.pointer, count: gram.count).reduce(0) { $0 + abs($1) }
        let meanDistance = total / (Double(pooledRows) * Double(pooledRows))
        return Prepared(
            statistic: QuadraticStatistic(layout: assignment.layout, grams: [gram]), kernels: [],
            noise: [1e-13 * meanDistance], method: .pairs)
    }

    private func projections(_ norm: ProjectionStatistic.Norm) -> Prepared {
        let statistic = ProjectionStatistic(x, y, assignment, norm: norm)
        return Prepared(
            statistic: statistic, kernels: [],
            noise: norm == .largest ? [1e-12, 1e-12] : [1e-12 * statistic.scale], method: .sorting)
    }
}
