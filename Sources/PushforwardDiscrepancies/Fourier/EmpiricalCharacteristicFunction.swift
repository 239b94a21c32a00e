import CPushforwardKernels
public import PushforwardNumerics

/// Sums over points of the products of cosines and sines on a frequency grid: all that a squared MMD with any
/// translation-invariant kernel needs to know of a sample, and a sum over points, so that parts add.
///
/// Points in one or two dimensions. O(features) operations per point, by matrix products; single precision over
/// at most 512 points, double beyond.
public struct EmpiricalCharacteristicFunction {
    /// The frequencies.
    public let grid: FrequencyGrid
    private let block = 512
    private var first: AlignedArray<Float>
    private var second: AlignedArray<Float>
    private var product: AlignedArray<Float>

    /// Memory for sketches on one grid.
    public init(_ grid: FrequencyGrid) {
        self.grid = grid
        first = AlignedArray<Float>(zeros: block * grid.firstWidth)
        second = AlignedArray<Float>(zeros: block * grid.secondWidth)
        product = AlignedArray<Float>(zeros: grid.featureCount)
        if grid.counts.count == 1 {
            for i in 0..<block { second[i * grid.secondWidth] = 1 }
        }
    }

    /// Mean features of `count` points that lie `stride` floats apart, [firstWidth][secondWidth].
    public mutating func means(of points: UnsafePointer<Float>, count: Int, stride: Int) -> [Double] {
        var totals = [Double](repeating: 0, count: grid.featureCount)
        add(points, rows: 0..<count, stride: stride, rounding: .none, to: &totals)
        return totals.map { $0 / Double(count) }
    }

    /// Mean features of points that ranks share: the same bits on all of them, for any number of ranks and any shares of
    /// whole blocks of 512 points.
    ///
    /// - Parameters:
    ///   - points: All points, of which this rank reads its own.
    ///   - count: Number of points of all ranks.
    ///   - stride: Floats between two points.
    ///   - rows: The rank's own ranges of rows.
    ///   - communicator: The ranks.
    mutating func means(
        of points: UnsafePointer<Float>, count: Int, stride: Int, rows: [Range<Int>],
        communicator: some Communicator
    ) -> [Double] {
        var totals = [Double](repeating: 0, count: grid.featureCount)
        // A feature is at most 1, so that the sum over a block is at most half of twice the count.
        let rounding = ReproducibleRounding(sumsUpTo: 2 * Double(count))
        for range in rows { add(points, rows: range, stride: stride, rounding: rounding, to: &totals) }
        return communicator.sum(totals).map { $0 / Double(count) }
    }

    /// Adds the features of a range of rows to totals, the sums of each block rounded.
    private mutating func add(
        _ points: UnsafePointer<Float>, rows: Range<Int>, stride rowStride: Int,
        rounding: ReproducibleRounding,
        to totals: inout [Double]
    ) {
        for start in stride(from: rows.lowerBound, to: rows.upperBound, by: block) {
            let size = min(block, rows.upperBound - start)
            features(of: points + start * rowStride, count: size, stride: rowStride)
            ProcessorKernels.active.gemm(
                grid.firstWidth, grid.secondWidth, size, first.pointer, 1, grid.firstWidth, second.pointer,
                grid.secondWidth, product.mutablePointer, grid.secondWidth, 0)
            let part = product.pointer
            for index in totals.indices { totals[index] += rounding(Double(part[index])) }
        }
    }

    /// Mean features of the rows of a matrix.
    public mutating func means(of points: Matrix) -> [Double] {
        points.values.withUnsafeBufferPointer {
            means(of: $0.baseAddress!, count: points.rows, stride: points.columns)
        }
    }

    /// Adds to each point's row of `delta` the derivative of sum_ab slope_ab * feature_ab(point).
    ///
    /// With the derivative D of the first coordinate's features folded into the small matrix, the derivative is
    /// the row-wise product of E1 (D slope) with E2 (and likewise for the second coordinate).
    mutating func addGradient(
        slope: [Float], points: UnsafePointer<Float>, rows: [Range<Int>], stride rowStride: Int,
        delta: UnsafeMutablePointer<Float>, deltaStride: Int
    ) {
        let folded = (0..<grid.counts.count).map { AlignedArray(differentiated(slope, coordinate: $0)) }
        var images = AlignedArray<Float>(zeros: block * grid.secondWidth)
        let starts = rows.flatMap { range in
            stride(from: range.lowerBound, to: range.upperBound, by: block).map { ($0, range.upperBound) }
        }
        for (start, end) in starts {
            let size = min(block, end - start)
            features(of: points + start * rowStride, count: size, stride: rowStride)
            for coordinate in 0..<grid.counts.count {
                ProcessorKernels.active.gemm(
                    size, grid.secondWidth, grid.firstWidth, first.pointer, grid.firstWidth, 1,
                    folded[coordinate].pointer, grid.secondWidth, images.mutablePointer, grid.secondWidth, 0)
                ProcessorKernels.active.row_dots(
                    size, grid.secondWidth, images.pointer, grid.secondWidth, second.pointer,
                    grid.secondWidth,
                    1, delta + start * deltaStride + coordinate, deltaStride)
            }
        }
    }

    private mutating func features(of points: UnsafePointer<Float>, count: Int, stride rowStride: Int) {
        ProcessorKernels.active.trigonometric_features(
            count, points, rowStride, Float(grid.spacing[0]), grid.counts[0], first.mutablePointer,
            grid.firstWidth)
        guard grid.counts.count == 2 else { return }
        ProcessorKernels.active.trigonometric_features(
            count, points + 1, rowStride, Float(grid.spacing[1]), grid.counts[1], second.mutablePointer,
            grid.secondWidth)
    }

    /// The matrix whose bilinear form in the features is the derivative of `slope`'s by one coordinate:
    /// d cos(k h x) = -k h sin(k h x) dx and d sin(k h x) = k h cos(k h x) dx.
    private func differentiated(_ slope: [Float], coordinate: Int) -> [Float] {
        let (rows, columns) = (grid.firstWidth, grid.secondWidth)
        let count = grid.counts[coordinate]
        var result = [Float](repeating: 0, count: slope.count)
        for a in 0..<rows {
            for b in 0..<columns {
                let place = coordinate == 0 ? a : b
                let frequency = Float(Double(place % count) * grid.spacing[coordinate])
                let isCosine = place < count
                let partner = isCosine ? place + count : place - count
                let target = coordinate == 0 ? partner * columns + b : a * columns + partner
                result[target] = slope[a * columns + b] * (isCosine ? -frequency : frequency)
            }
        }
        return result
    }
}
