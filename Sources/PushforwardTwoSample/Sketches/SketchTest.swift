import PushforwardDiscrepancies
public import PushforwardNumerics

extension TwoSampleTest {
    /// Minimum number of bins per side that are permuted.
    static let fewestSketchBins = 8

    /// The default test of two samples given by the sketches of their parts, the parts of each in any order.
    ///
    /// The bins of the parts are joined until the smaller sample has 64 (``bins``) or as few as the largest bin allows.
    /// O(cells + bins cells frequencies + bins^2 permutations) for each bandwidth
    ///
    /// - Throws: ``SketchError`` where the geometries differ, or fewer than 8 bins per side would be left.
    public func callAsFunction(
        _ x: [SampleSketch], _ y: [SampleSketch], using random: inout RandomStream
    ) throws -> Outcome {
        precondition(
            [.joint, .aggregatedMMD].contains(statistic), "sketches are enough for squared MMDs only")
        guard let geometry = x.first?.geometry, !y.isEmpty else {
            throw SketchError(description: "each sample needs at least one sketch")
        }
        guard (x + y).allSatisfy({ $0.geometry == geometry }) else {
            throw SketchError(description: "all sketches must have the same geometry")
        }
        let joined = try join(x, y)
        let layout = BinLayout(
            binSize: joined.binRows, first: joined.x.bins, second: joined.y.bins,
            sizes: (joined.x.rows, joined.y.rows))
        let labels = LabelPermutations(
            first: layout.first, second: layout.second, permutations: permutations, using: &random)
        let features = features(joined.x, joined.y, layout, geometry)
        var prepared = TestPreparation.Prepared.squaredMMDs(
            features.grams, BandwidthLadder(given: geometry.bandwidths), layout, method: .fourier,
            isPeriodic: geometry.grid.isPeriodic)
        if statistic == .joint {
            prepared.weights = JointWeights(columns: geometry.grid.dimension).kernels(prepared.kernels.count)
        }
        return outcome(prepared, labels, layout)
    }

    private func features(
        _ x: JoinedSketch, _ y: JoinedSketch, _ layout: BinLayout, _ geometry: SketchGeometry
    ) -> GridFeatures {
        let grid = geometry.grid
        let features = GridFeatures(layout, grid: grid, bandwidths: geometry.bandwidths)
        let places =
            (0...x.bins).map { (x, $0, $0 == x.bins ? layout.permuted : $0) }
            + (0...y.bins).map { (y, $0, $0 == y.bins ? layout.permuted + 1 : layout.first + $0) }
        _ = concurrentResults(places.count, threads: threads) { index in
            let (side, bin, number) = places[index]
            side.cells.withUnsafeBufferPointer {
                features.set(bin: number, cells: $0.baseAddress! + bin * grid.cellCount)
            }
        }
        return features
    }

    /// Bins of one size on both sides.
    private func join(
        _ x: [SampleSketch], _ y: [SampleSketch]
    ) throws -> (x: JoinedSketch, y: JoinedSketch, binRows: Int) {
        func total(_ side: [SampleSketch]) -> Int { side.reduce(0) { $0 + $1.bins * $1.binRows } }
        let fewer = min(total(x), total(y))
        let largest = (x + y).map(\.binRows).max() ?? 1
        let binRows = max(largest, SampleSketch.binRows(for: fewer, bins: max(1, bins)))
        guard fewer / binRows >= TwoSampleTest.fewestSketchBins else {
            let most = SampleSketch.binRows(for: fewer, bins: TwoSampleTest.fewestSketchBins)
            throw SketchError(
                description:
                    "the smaller sample has \(fewer / binRows) bins of \(binRows) rows, and at least "
                    + "\(TwoSampleTest.fewestSketchBins) are needed; sketch the parts with at most \(most) rows per bin"
            )
        }
        func joined(_ side: [SampleSketch]) -> JoinedSketch {
            JoinedSketch(side, binRows: binRows, mostBins: BinLayout.mostBins)
        }
        return (joined(x), joined(y), binRows)
    }
}
