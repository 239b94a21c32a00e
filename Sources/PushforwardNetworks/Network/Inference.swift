public import PushforwardNumerics

extension Network {
    /// Points that one pass takes: whole register tiles, and activations that stay in the second-level cache.
    private static let blockRows = 168

    /// The images of points. `input` is n x inputs, the result n x outputs. O(n parameters)
    public func callAsFunction(_ input: Matrix) -> Matrix {
        images(of: input, input: .identity(shape.inputs), output: .identity(shape.outputs))
    }

    /// The images of points between two standardizings, all of it a block at a time while it is in the cache.
    func images(of points: Matrix, input: Standardizing, output: Standardizing) -> Matrix {
        precondition(
            points.columns == shape.inputs,
            "a network of \(shape.inputs) inputs can't take points of \(points.columns) coordinates")
        let block = min(max(points.rows, 1), Network.blockRows)
        let passes = Inference(self, block: block, input: input, output: output)
        let images = [Float](unsafeUninitializedCapacity: points.rows * shape.outputs) { images, count in
            points.values.withUnsafeBufferPointer { numbers in
                for start in stride(from: 0, to: points.rows, by: block) {
                    passes.push(
                        numbers.baseAddress! + start * shape.inputs, rows: min(block, points.rows - start),
                        to: images.baseAddress! + start * shape.outputs)
                }
            }
            count = points.rows * shape.outputs
        }
        return Matrix(rows: points.rows, columns: shape.outputs, values: images)
    }
}

/// Passes of one network over blocks of points.
private final class Inference {
    private let network: Network
    private let workspace: Workspace
    private let input: BlockStandardizing
    private let output: BlockStandardizing
    private var standardized: AlignedArray<Float>

    init(_ network: Network, block: Int, input: Standardizing, output: Standardizing) {
        self.network = network
        workspace = Workspace(network.shape, capacity: block, training: false)
        workspace.turnNarrowWeights(of: network)
        self.input = BlockStandardizing(input, rows: block)
        self.output = BlockStandardizing(output, rows: block)
        standardized = AlignedArray(zeros: block * network.shape.inputs)
    }

    /// The images of up to a block of points, written row after row.
    func push(_ points: UnsafePointer<Float>, rows: Int, to images: UnsafeMutablePointer<Float>) {
        var source = points
        if !input.isIdentity {
            input.apply(points, rows: rows, to: standardized.mutablePointer)
            source = standardized.pointer
        }
        workspace.pass(network, input: source, rows: rows)
        let (result, stride, columns) = (workspace.output, workspace.outputStride, network.shape.outputs)
        for c in 0..<columns {
            for i in 0..<rows { images[i * columns + c] = result[i * stride + c] }
        }
        if !output.isIdentity { output.invert(images, rows: rows) }
    }
}
