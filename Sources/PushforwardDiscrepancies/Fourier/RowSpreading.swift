package import PushforwardNumerics

/// Spreads rows of samples onto grids in blocks: the one way from the rows to a grid.
package struct RowSpreading {
    private let grid: SpreadingGrid
    private var blocks: RowBlocks

    package init(_ grid: SpreadingGrid) {
        self.grid = grid
        blocks = RowBlocks(columns: grid.dimension)
    }

    /// Adds a range of a sample's rows to a grid's cells. O(count width^d)
    package mutating func add(
        _ rows: Range<Int>, of sample: Sample, to cells: UnsafeMutablePointer<Double>
    ) {
        blocks.forEach(rows, of: sample) { [grid] points, count, stride in
            grid.spread(points, count: count, stride: stride, into: cells)
        }
    }

    /// Adds a sample's rows of given numbers to a grid's cells. O(count width^d)
    package mutating func add(
        _ rows: UnsafeBufferPointer<UInt32>, of sample: Sample, to cells: UnsafeMutablePointer<Double>
    ) {
        blocks.forEach(rows, of: sample) { [grid] points, count, stride in
            grid.spread(points, count: count, stride: stride, into: cells)
        }
    }
}
