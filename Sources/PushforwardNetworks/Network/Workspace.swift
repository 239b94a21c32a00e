import CPushforwardKernels
package import PushforwardNumerics

/// The memory of forward and backward passes over up to `capacity` points; made once, so that no step allocates.
///
/// Goals, in order: the exact gradient of the loss whose derivative with respect to the output is handed in; the same bytes
/// for the same input; speed. Matrix products take (almost) all of the time: 2 n sum(inputs outputs) operations
/// forward and twice as many backward.
package final class Workspace {
    private let shape: NetworkShape
    private let layout: [LayerLayout]
    private let capacity: Int
    private var input: AlignedArray<Float>
    /// Activations of each layer, [rows][padded width].
    private var values: [AlignedArray<Float>]
    /// Derivatives of the activations, and with dropout the mask's factors; empty when not training.
    private var slopes: [AlignedArray<Float>]
    private var deltas: [AlignedArray<Float>]
    /// Weights as [outputs][padded inputs], of the layers that a pass needs so.
    private var transposed: [AlignedArray<Float>]
    private var mask: AlignedArray<Float>
    /// The gradient with respect to all parameters, laid out as `Network.parameters`; valid after ``backward(_:rows:)``.
    public private(set) var gradient: AlignedArray<Float>

    /// Memory for passes through networks of one shape.
    ///
    /// - Parameters:
    ///   - shape: Widths and activations.
    ///   - capacity: Maximum number of points per pass.
    ///   - training: Whether there are backward passes, which need more memory.
    /// - Complexity: O(capacity units + parameters) memory.
    package init(_ shape: NetworkShape, capacity: Int, training: Bool) {
        self.shape = shape
        self.capacity = capacity
        let layout = shape.layout
        self.layout = layout
        let sizes = layout.map { capacity * $0.width }
        input = AlignedArray<Float>(zeros: capacity * shape.inputs)
        values = sizes.map(AlignedArray<Float>.init(zeros:))
        slopes = training ? sizes.map(AlignedArray<Float>.init(zeros:)) : []
        deltas = training ? sizes.map(AlignedArray<Float>.init(zeros:)) : []
        transposed = layout.map {
            AlignedArray<Float>(zeros: training || $0.isNarrow ? $0.outputs * padded($0.inputs) : 0)
        }
        mask = AlignedArray<Float>(zeros: training ? sizes.max()! : 0)
        gradient = AlignedArray<Float>(zeros: training ? layout.last!.end : 0)
    }

    /// Distance in floats between two rows of ``output`` and of ``outputDelta``.
    package var outputStride: Int { layout[layout.count - 1].width }

    /// The network's output, [rows][outputStride]; valid after a forward pass.
    package var output: UnsafePointer<Float> { values[values.count - 1].pointer }

    /// Where the derivative of the loss with respect to the output is to be written before a backward pass; every row whole,
    /// its padding zero.
    package var outputDelta: UnsafeMutablePointer<Float> { deltas[deltas.count - 1].mutablePointer }

    /// Computes the output for `rows` points of `shape.inputs` coordinates each.
    ///
    /// - Parameters:
    ///   - network: A network of the workspace's shape.
    ///   - points: The points, row after row.
    ///   - rows: Number of points, up to the capacity.
    ///   - dropout: Probability with which a hidden unit is set to 0 (the others are divided by its complement), and the
    ///     stream that decides; `nil` at evaluation.
    package func forward(
        _ network: Network, input points: UnsafePointer<Float>, rows: Int,
        dropout: (rate: Double, stream: UnsafeMutablePointer<RandomStream>)? = nil
    ) {
        turnNarrowWeights(of: network)
        pass(network, input: points, rows: rows, dropout: dropout)
    }

    /// Writes the weights of narrow layers as a forward pass reads them.
    func turnNarrowWeights(of network: Network) {
        for (index, layer) in layout.enumerated() where layer.isNarrow && index > 0 {
            transposeWeights(ofLayer: index, network)
        }
    }

    /// A forward pass whose narrow weights are turned already.
    func pass(
        _ network: Network, input points: UnsafePointer<Float>, rows: Int,
        dropout: (rate: Double, stream: UnsafeMutablePointer<RandomStream>)? = nil
    ) {
        precondition(rows <= capacity, "\(rows) points exceed the workspace's \(capacity)")
        input.mutablePointer.update(from: points, count: rows * shape.inputs)
        for (index, layer) in layout.enumerated() {
            apply(layer: index, of: network, rows: rows)
            if let dropout, dropout.rate > 0, index < layout.count - 1 {
                drop(dropout.rate, layer: index, count: rows * layer.width, using: &dropout.stream.pointee)
            }
        }
    }

    /// Activations and slopes of one layer from those of the layer below.
    private func apply(layer index: Int, of network: Network, rows: Int) {
        let layer = layout[index]
        let weights = network.parameters.pointer + layer.weights.lowerBound
        let biases = network.parameters.pointer + layer.biases.lowerBound
        let out = values[index].mutablePointer
        let slope = slopes.isEmpty ? nil : slopes[index].mutablePointer
        let activation = shape.activation(index).kernel
        guard index > 0 else {
            return ProcessorKernels.active.thin_layer(
                activation, rows, layer.width, layer.inputs, input.pointer, weights, biases, out, slope)
        }
        let (below, stride) = (values[index - 1].pointer, layout[index - 1].width)
        if layer.isNarrow {
            ProcessorKernels.active.narrow_gemm(
                rows, layer.outputs, stride, below, stride, transposed[index].pointer, stride, out,
                layer.width)
        } else {
            ProcessorKernels.active.gemm(
                rows, layer.width, layer.inputs, below, stride, 1, weights, layer.width, out, layer.width, 0)
        }
        ProcessorKernels.active.activate(activation, rows, layer.width, out, biases, slope)
    }

    /// Computes the gradient with respect to all parameters from ``outputDelta`` and the values of the last forward pass.
    /// O(rows parameters)
    package func backward(_ network: Network, rows: Int) {
        for index in layout.indices.reversed() {
            let layer = layout[index]
            let delta = deltas[index].mutablePointer
            if shape.activation(index) != .identity || index < layout.count - 1 {
                ProcessorKernels.active.multiply(rows * layer.width, delta, slopes[index].pointer)
            }
            let gradients = gradient.mutablePointer
            let below = index == 0 ? input.pointer : values[index - 1].pointer
            let stride = index == 0 ? shape.inputs : layout[index - 1].width
            ProcessorKernels.active.gemm(
                layer.inputs, layer.width, rows, below, 1, stride, delta, layer.width,
                gradients + layer.weights.lowerBound, layer.width, 0)
            let biases = gradients + layer.biases.lowerBound
            biases.update(repeating: 0, count: layer.width)
            ProcessorKernels.active.column_sums(rows, layer.width, delta, biases)
            if index > 0 { propagate(delta, from: index, network: network, rows: rows) }
        }
    }

    /// Scales the gradient down to the given Euclidean length where it is longer. O(parameters)
    package func clipGradientNorm(to limit: Double) { gradient.limitLength(to: limit) }

    /// delta of the layer below = delta W.
    private func propagate(
        _ delta: UnsafePointer<Float>, from index: Int, network: Network, rows: Int
    ) {
        let layer = layout[index]
        let width = padded(layer.inputs)
        if !layer.isNarrow { transposeWeights(ofLayer: index, network) }
        ProcessorKernels.active.gemm(
            rows, width, layer.outputs, delta, layer.width, 1, transposed[index].pointer, width,
            deltas[index - 1].mutablePointer, width, 0)
    }

    /// Writes a layer's weights as [outputs][padded inputs].
    private func transposeWeights(ofLayer index: Int, _ network: Network) {
        let layer = layout[index]
        ProcessorKernels.active.transpose(
            layer.inputs, layer.outputs, network.parameters.pointer + layer.weights.lowerBound, layer.width,
            transposed[index].mutablePointer, padded(layer.inputs))
    }

    private func drop(_ rate: Double, layer index: Int, count: Int, using random: inout RandomStream) {
        let factors = mask.mutablePointer
        random.fillUniform(UnsafeMutableBufferPointer(start: factors, count: count))
        let (threshold, kept) = (Float(rate), Float(1 / (1 - rate)))
        for i in 0..<count { factors[i] = factors[i] < threshold ? 0 : kept }
        ProcessorKernels.active.multiply(count, values[index].mutablePointer, factors)
        if !slopes.isEmpty { ProcessorKernels.active.multiply(count, slopes[index].mutablePointer, factors) }
    }
}

extension AlignedArray<Float> {
    /// Scales all numbers so that their Euclidean length is at most the given one. O(count)
    package mutating func limitLength(to limit: Double) {
        var square: Float = 0
        ProcessorKernels.active.row_dots(1, count, pointer, 0, pointer, 0, 1, &square, 1)
        let length = Double(square).squareRoot()
        guard length > limit else { return }
        let factor = Float(limit / length)
        let numbers = mutablePointer
        for i in 0..<count { numbers[i] *= factor }
    }
}
