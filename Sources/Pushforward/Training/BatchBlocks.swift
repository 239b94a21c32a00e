import CPushforwardKernels
import PushforwardNetworks
import PushforwardNumerics
import RealModule

/// The passes of a large batch through a network, in blocks that ranks share.
///
/// Each rank takes every size-th block. Outputs are gathered where the loss needs them all; a loss that needs sums over
/// them adds the ranks' sums. The blocks' gradients are added: in double precision, after they were rounded to multiples
/// of a power of two 2^-36 times their largest number, so that the sum is the same to the last bit in any order and for
/// any number of ranks.
///
/// A step exchanges batch x d doubles or the sums, and the parameters, in three messages. O(batch parameters / ranks) time
final class BatchBlocks {
    /// Rows of a block. Batches of no more rows are one block, which every rank does.
    static let rows = 4_096
    /// Outputs of the whole batch, and their derivatives, [batch][stride].
    private var outputs: AlignedArray<Float>
    private var deltas: AlignedArray<Float>
    /// The sum of the blocks' gradients.
    private(set) var gradient: AlignedArray<Float>
    /// Distance between two rows of the outputs.
    let stride: Int
    private let workspaces: [Workspace]
    private let blocks: [Range<Int>]
    private let shape: NetworkShape
    private let communicator: any Communicator

    /// Memory for batches of a number of rows.
    init(_ shape: NetworkShape, batch: Int, communicator: any Communicator) {
        blocks = Swift.stride(
            from: communicator.rank * BatchBlocks.rows, to: batch, by: communicator.size * BatchBlocks.rows
        )
        .map { $0..<min($0 + BatchBlocks.rows, batch) }
        workspaces = blocks.map { Workspace(shape, capacity: $0.count, training: true) }
        stride = padded(shape.outputs)
        outputs = AlignedArray<Float>(zeros: batch * stride)
        deltas = AlignedArray<Float>(zeros: batch * stride)
        gradient = AlignedArray<Float>(zeros: Network(zeros: shape).parameters.count)
        self.shape = shape
        self.communicator = communicator
    }

    /// Where the derivatives of the outputs are to be written, every row whole.
    var outputDeltas: UnsafeMutablePointer<Float> { deltas.mutablePointer }

    /// The rows of a batch that are this rank's.
    func own(of rows: Int) -> DistributedRows {
        DistributedRows(
            ranges: blocks.filter { $0.lowerBound < rows }.map { $0.clamped(to: 0..<rows) },
            communicator: communicator)
    }

    /// The outputs of all ranks' rows, or of the rank's own alone; `seed` decides what dropout drops.
    func forward(
        _ network: Network, input: UnsafePointer<Float>, rows: Int, dropout: Double, seed: UInt64,
        gathers: Bool
    ) -> UnsafePointer<Float> {
        let inputs = shape.inputs
        let target = outputs.mutablePointer
        for (workspace, block) in zip(workspaces, own(of: rows).ranges) {
            var stream = RandomStream(seed: seed, purpose: "dropout of rows from \(block.lowerBound)")
            withUnsafeMutablePointer(to: &stream) {
                workspace.forward(
                    network, input: input + block.lowerBound * inputs, rows: block.count,
                    dropout: dropout > 0 ? (dropout, $0) : nil)
            }
            // Sums of ranks know no negative zero.
            let place = target + block.lowerBound * stride
            for i in 0..<block.count * stride { place[i] = workspace.output[i] + 0 }
        }
        if gathers { gather(rows) }
        return UnsafePointer(target)
    }

    /// Completes the outputs by those of the other ranks' rows.
    private func gather(_ rows: Int) {
        guard communicator.size > 1 else { return }
        let (columns, target) = (shape.outputs, outputs.mutablePointer)
        var shared = [Double](repeating: 0, count: rows * columns)
        for i in own(of: rows).ranges.joined() {
            for c in 0..<columns { shared[i * columns + c] = Double(target[i * stride + c]) }
        }
        // Each number is added to zeros: one rank has it.
        shared.withUnsafeMutableBufferPointer { communicator.sum($0) }
        for i in 0..<rows {
            for c in 0..<columns { target[i * stride + c] = Float(shared[i * columns + c]) }
        }
    }

    /// The gradient with respect to all parameters from the derivatives of the outputs.
    func backward(_ network: Network, rows: Int) {
        let count = gradient.count
        var largest = 0.0
        let own = Array(zip(workspaces, own(of: rows).ranges))
        for (workspace, block) in own {
            let delta = deltas.pointer + block.lowerBound * stride
            workspace.outputDelta.update(from: delta, count: block.count * stride)
            workspace.backward(network, rows: block.count)
            let part = workspace.gradient.pointer
            for i in 0..<count { largest = max(largest, abs(Double(part[i]))) }
        }
        largest = -communicator.minimum([-largest])[0]
        // Blocks are fewer than 2^16.
        let rounding = ReproducibleRounding(sumsUpTo: 0x1p16 * largest)
        var totals = [Double](repeating: 0, count: count)
        for (workspace, _) in own {
            let part = workspace.gradient.pointer
            for i in 0..<count { totals[i] += rounding(Double(part[i])) }
        }
        totals.withUnsafeMutableBufferPointer { communicator.sum($0) }
        let target = gradient.mutablePointer
        for i in 0..<count { target[i] = Float(totals[i]) }
    }

    /// Scales the gradient down to the given Euclidean length where it is longer.
    func clipGradientNorm(to limit: Double) { gradient.limitLength(to: limit) }
}
