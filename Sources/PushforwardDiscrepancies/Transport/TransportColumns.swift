import CPushforwardKernels
import PushforwardNumerics

/// The columns of a transport problem and their potentials, as the pricing kernel wants them.
///
/// Columns lie in blocks with the boxes around them, so that the kernel passes over blocks too far to matter.
final class TransportColumns {
    /// Number of columns m.
    let count: Int
    private var parts: pf_transport
    private let numbers: UnsafeMutableBufferPointer<Double>
    private let heights, blockHeights: UnsafeMutablePointer<Double>

    /// Columns at the given points, or, without points, of a matrix of costs; their potentials are 0.
    init(_ cost: TransportCost, count: Int, points: TransportRows?) {
        self.count = count
        let blocks = TransportColumns.blocks(count)
        let (stride, blockStride) = (blocks * Int(PF_TRANSPORT_BLOCK), padded(blocks))
        let dimension = points?.width ?? 0
        let room = stride * (dimension + 1) + blockStride * (2 * dimension + 2)
        let bytes = UnsafeMutableRawPointer.allocate(byteCount: room * 8, alignment: 64)
        var place = bytes.bindMemory(to: Double.self, capacity: room)
        numbers = UnsafeMutableBufferPointer(start: place, count: room)
        func take(_ length: Int, _ value: Double) -> UnsafeMutablePointer<Double> {
            defer { place += length }
            place.initialize(repeating: value, count: length)
            return place
        }
        let targets = take(stride * dimension, 0)
        let lowest = take(blockStride * dimension, .infinity)
        let highest = take(blockStride * dimension, -.infinity)
        (heights, blockHeights) = (take(stride, -.infinity), take(blockStride, -.infinity))
        parts = pf_transport(
            kind: cost.kind, dimension: dimension, blocks: blocks, targets: targets, stride: stride,
            lowest: lowest, highest: highest, block_stride: blockStride, heights: heights,
            block_heights: blockHeights, block_bounds: take(blockStride, 0))
        setHeights { _ in 0 }
        if let points { copy(points, targets, lowest, highest) }
    }

    deinit { UnsafeMutableRawPointer(numbers.baseAddress!).deallocate() }

    /// Number of blocks that hold `count` columns.
    static func blocks(_ count: Int) -> Int {
        (count + Int(PF_TRANSPORT_BLOCK) - 1) / Int(PF_TRANSPORT_BLOCK)
    }

    private func copy(
        _ points: TransportRows, _ targets: UnsafeMutablePointer<Double>,
        _ lowest: UnsafeMutablePointer<Double>,
        _ highest: UnsafeMutablePointer<Double>
    ) {
        for j in 0..<count {
            for c in 0..<points.width {
                let (value, box) = (points[j, c], c * parts.block_stride + j / Int(PF_TRANSPORT_BLOCK))
                targets[c * parts.stride + j] = value
                lowest[box] = min(lowest[box], value)
                highest[box] = max(highest[box], value)
            }
        }
    }

    /// Replaces every column's potential. O(m)
    func setHeights(_ height: (Int) -> Double) {
        for j in 0..<count { heights[j] = height(j) }
        tightenBlocks()
    }

    /// Changes one column's potential. The bound of its block rises where it must, and falls only when tightened.
    @inline(__always)
    func setHeight(_ column: Int, _ height: Double) {
        heights[column] = height
        let block = column / Int(PF_TRANSPORT_BLOCK)
        if height > blockHeights[block] { blockHeights[block] = height }
    }

    /// Makes every block's bound the largest potential in it. O(m)
    func tightenBlocks() {
        let length = Int(PF_TRANSPORT_BLOCK)
        for block in 0..<parts.blocks {
            var highest = -Double.infinity
            for j in block * length..<(block + 1) * length { highest = max(highest, heights[j]) }
            blockHeights[block] = highest
        }
    }

    /// The minimum base + cost - potential below a bound, and its column; see the kernel. O(m d)
    @inline(__always)
    func cheapest(
        _ x: UnsafePointer<Double>, base: Double, below bound: Double,
        kernels: pf_kernels = ProcessorKernels.active
    ) -> (cost: Double, column: Int) {
        var column = 0
        let cost = kernels.cheapest_column(&parts, x, base, bound, &column)
        return (cost, column)
    }
}
