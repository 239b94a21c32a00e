import PushforwardDiscrepancies
public import PushforwardNumerics

/// A sample, or a part of one, as sums over its points from which the default test against another follows: as large
/// for ten million points as for a thousand.
///
/// The rows are assigned at random to bins of 2^k rows each; those left over, fewer than a bin, are kept apart. Each bin has
/// a grid onto which its points are spread (`SpreadingGrid`). Grids add, and in exact arithmetic, so that bins of
/// several parts can be joined into larger ones in any order.
///
/// Goals, in order: 1 a test of parts that never meet which is as exact as one of the rows; 2 the same bits for any order
/// of the parts; 3 a size that does not grow with the rows.
public struct SampleSketch: Sendable, Equatable {
    /// Where points may lie, and the bandwidths.
    public let geometry: SketchGeometry
    /// Rows of a bin, a power of two.
    public let binRows: Int
    /// Number of bins.
    public let bins: Int
    /// Rows that are in no bin.
    public let leftOver: Int
    /// [bins + 1][cells]; the last grid is that of the rows left over.
    public let cells: [Double]

    /// Rows of the sample.
    public var rows: Int { bins * binRows + leftOver }

    /// The largest power of two with which a sample has at least a number of bins, or 1.
    public static func binRows(for rows: Int, bins: Int) -> Int {
        let most = max(1, rows / bins)
        return 1 << (Int.bitWidth - 1 - most.leadingZeroBitCount)
    }

    /// A sketch from its parts, as they were read.
    public init(geometry: SketchGeometry, binRows: Int, bins: Int, leftOver: Int, cells: [Double]) {
        precondition(
            binRows > 0 && binRows & (binRows - 1) == 0 && bins >= 0 && leftOver >= 0
                && cells.count == (bins + 1) * geometry.cellCount,
            "\(bins) bins of \(binRows) rows do not fit \(cells.count) cells of \(geometry.cellCount)")
        self.geometry = geometry
        self.binRows = binRows
        self.bins = bins
        self.leftOver = leftOver
        self.cells = cells
    }

    /// The sketch of a sample whose points all lie within the geometry's ranges. O(n width^d)
    ///
    /// - Parameters:
    ///   - sample: The points.
    ///   - geometry: The geometry, the same for all sketches that are compared.
    ///   - binRows: Rows of a bin, a power of two.
    ///   - random: Deals the rows to the bins.
    public init(_ sample: Sample, geometry: SketchGeometry, binRows: Int, using random: inout RandomStream) {
        precondition(
            sample.columns == geometry.dimension && binRows > 0 && binRows & (binRows - 1) == 0,
            "a sample of \(sample.columns) columns, a geometry of \(geometry.dimension), bins of \(binRows) rows"
        )
        let grid = geometry.grid
        let size = grid.cellCount
        bins = sample.rows / binRows
        leftOver = sample.rows % binRows
        self.geometry = geometry
        self.binRows = binRows
        var order = Array(0..<UInt32(sample.rows))
        random.shuffle(&order)
        var cells = [Double](repeating: 0, count: (sample.rows / binRows + 1) * size)
        var spreading = RowSpreading(grid)
        cells.withUnsafeMutableBufferPointer { cells in
            order.withUnsafeBufferPointer { order in
                for (bin, first) in stride(from: 0, to: order.count, by: binRows).enumerated() {
                    let rows = order[first..<min(first + binRows, order.count)]
                    spreading.add(
                        UnsafeBufferPointer(rebasing: rows), of: sample, to: cells.baseAddress! + bin * size)
                }
            }
        }
        self.cells = cells
    }
}

/// Why sketches can't be compared.
public struct SketchError: Error, CustomStringConvertible, Equatable {
    /// What is wrong, in words.
    public let description: String
}

/// The bins of several sketches of one sample, joined into bins of one size.
struct JoinedSketch {
    let bins: Int
    let rows: Int
    /// [bins + 1][cells]
    let cells: [Double]

    /// Joins bins until each has `binRows` rows, at most `mostBins` of them; what remains is left over. The first bins of
    /// all parts are joined before their second ones, so that each joined bin has points of many parts. O(cells of all)
    init(_ parts: [SampleSketch], binRows: Int, mostBins: Int) {
        let size = parts[0].geometry.cellCount
        // Sizes are powers of two, so that in descending order they fill each bin exactly.
        let order = parts.indices.flatMap { part in (0..<parts[part].bins).map { (part: part, bin: $0) } }
            .sorted {
                (-parts[$0.part].binRows, $0.bin, $0.part) < (-parts[$1.part].binRows, $1.bin, $1.part)
            }
        let inBins = parts.reduce(0) { $0 + $1.bins * $1.binRows }
        let count = min(mostBins, inBins / binRows)
        var cells = [Double](repeating: 0, count: (count + 1) * size)
        var filled = 0
        func add(_ part: SampleSketch, _ bin: Int, to target: Int) {
            for cell in 0..<size { cells[target * size + cell] += part.cells[bin * size + cell] }
        }
        for (part, bin) in order {
            add(parts[part], bin, to: min(filled / binRows, count))
            filled += parts[part].binRows
        }
        for part in parts { add(part, part.bins, to: count) }
        bins = count
        rows = parts.reduce(0) { $0 + $1.rows }
        self.cells = cells
    }
}
