/// Rows of samples as columns of doubles, 4,096 at a time in the same memory, so that a pass over any number of rows
/// takes little of it.
public struct RowBlocks {
    /// Most rows of a block.
    public static let size = 4_096
    private let columns: Int
    private var memory: AlignedArray<Double>

    /// What is done with a block: coordinate c of its row i is `points[c * stride + i]`.
    public typealias Body = (_ points: UnsafePointer<Double>, _ count: Int, _ stride: Int) -> Void

    /// Memory for blocks of samples of a number of columns.
    public init(columns: Int) {
        self.columns = columns
        memory = AlignedArray<Double>(zeros: RowBlocks.size * columns)
    }

    /// Calls the body with the rows of a range, less an origin, zero by default, in ascending order. O(count d)
    public mutating func forEach(
        _ rows: Range<Int>, of sample: Sample, minus origin: [Double]? = nil, _ body: Body
    ) {
        let (target, zero) = (memory.mutablePointer, [Double](repeating: 0, count: columns))
        for first in stride(from: rows.lowerBound, to: rows.upperBound, by: RowBlocks.size) {
            let part = first..<min(first + RowBlocks.size, rows.upperBound)
            sample.copyColumns(part, minus: origin ?? zero, to: target, stride: RowBlocks.size)
            body(target, part.count, RowBlocks.size)
        }
    }

    /// Calls the body with the rows of given numbers, less an origin, zero by default, in their order. O(count d)
    public mutating func forEach(
        _ rows: UnsafeBufferPointer<UInt32>, of sample: Sample, minus origin: [Double]? = nil, _ body: Body
    ) {
        let (target, zero) = (memory.mutablePointer, [Double](repeating: 0, count: columns))
        for first in stride(from: 0, to: rows.count, by: RowBlocks.size) {
            let part = UnsafeBufferPointer(rebasing: rows[first..<min(first + RowBlocks.size, rows.count)])
            sample.gatherColumns(part, minus: origin ?? zero, to: target, stride: RowBlocks.size)
            body(target, part.count, RowBlocks.size)
        }
    }
}
