/// Rows of samples as columns of doubles, 4,096 at a time in the same memory, so that a pass over any number of rows
/// takes little of it.
package struct RowBlocks {
    /// Most rows of a block.
    package static let size = 4_096
    private let columns: Int
    private var memory: AlignedArray<Double>
    private var places: [UInt32]

    /// What is done with a block: coordinate c of its row i is `points[c * stride + i]`, which the body may overwrite.
    package typealias Body = (_ points: UnsafeMutablePointer<Double>, _ count: Int, _ stride: Int) -> Void

    /// Memory for blocks of samples of a number of columns.
    package init(columns: Int) {
        self.columns = columns
        memory = AlignedArray<Double>(zeros: RowBlocks.size * columns)
        places = [UInt32](repeating: 0, count: RowBlocks.size)
    }

    /// Calls the body with the rows of a range, less an origin, zero by default, in ascending order. O(count d)
    package mutating func forEach(
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
    ///
    /// - Parameters:
    ///   - rows: Numbers of rows.
    ///   - distance: What is added to them, as where the sample is a shard of the one that they number.
    ///   - sample: The sample.
    ///   - origin: The origin.
    ///   - body: What is done with a block.
    package mutating func forEach(
        _ rows: UnsafeBufferPointer<UInt32>, movedBy distance: Int = 0, of sample: Sample,
        minus origin: [Double]? = nil, _ body: Body
    ) {
        let (target, zero) = (memory.mutablePointer, [Double](repeating: 0, count: columns))
        for first in stride(from: 0, to: rows.count, by: RowBlocks.size) {
            let count = min(RowBlocks.size, rows.count - first)
            for i in 0..<count { places[i] = UInt32(Int(rows[first + i]) + distance) }
            places.withUnsafeBufferPointer {
                sample.gatherColumns(
                    UnsafeBufferPointer(rebasing: $0[..<count]), minus: origin ?? zero, to: target,
                    stride: RowBlocks.size)
            }
            body(target, count, RowBlocks.size)
        }
    }
}
