import CPushforwardKernels
public import PushforwardNumerics

/// A fully connected network y = f_L(W_L ... f_1(W_1 x + b_1) ... + b_L), a value.
public struct Network: Sendable {
    /// Widths and activations.
    public let shape: NetworkShape
    /// All parameters; see ``weights(ofLayer:)`` and ``biases(ofLayer:)`` for their meaning.
    package var parameters: AlignedArray<Float>
    let layout: [LayerLayout]

    /// A network whose parameters are all zero. O(parameters)
    public init(zeros shape: NetworkShape) {
        precondition(
            shape.widths.count >= 2 && shape.widths.allSatisfy { $0 >= 1 },
            "a network has at least two positive widths, not \(shape.widths)")
        self.shape = shape
        layout = shape.layout
        parameters = AlignedArray<Float>(zeros: layout.last!.end)
    }

    /// A network with random parameters. O(parameters)
    ///
    /// - Parameters:
    ///   - shape: Widths and activations.
    ///   - initializer: The rules for weights and biases.
    ///   - random: The stream that gives them, layer after layer.
    public init(_ shape: NetworkShape, initializer: Initializer, using random: inout RandomStream) {
        self.init(zeros: shape)
        for (index, layer) in layout.enumerated() {
            let weights = initializer.weights(
                layer.inputs * layer.outputs, layer: index, inputs: layer.inputs, outputs: layer.outputs,
                using: &random)
            var biases = [Float](repeating: 0, count: layer.outputs)
            if index == 0 {
                biases = initializer.firstBiases(weights, inputs: layer.inputs, using: &random)
            }
            if index > 0, initializer.centersLaterLayers {
                let center = shape.hidden.valueAtZero
                for o in biases.indices {
                    biases[o] -= center * weights[o * layer.inputs..<(o + 1) * layer.inputs].reduce(0, +)
                }
            }
            if index == layout.count - 1 {
                for (o, value) in zip(biases.indices, initializer.outputBias) { biases[o] += Float(value) }
            }
            setLayer(index, weights: weights, biases: biases)
        }
    }

    /// Weights of a layer as [outputs][inputs], row after row. O(inputs outputs)
    public func weights(ofLayer index: Int) -> [Float] {
        let layer = layout[index]
        return (0..<layer.outputs).flatMap { o in
            (0..<layer.inputs).map { parameters[layer.weights.lowerBound + $0 * layer.width + o] }
        }
    }

    /// The biases of layer `index`, one per unit.
    public func biases(ofLayer index: Int) -> [Float] {
        let layer = layout[index]
        return (0..<layer.outputs).map { parameters[layer.biases.lowerBound + $0] }
    }

    /// Replaces the weights and biases of a layer. O(inputs outputs)
    ///
    /// - Parameters:
    ///   - index: Number of the layer, from 0.
    ///   - weights: [outputs][inputs].
    ///   - biases: One per output.
    public mutating func setLayer(_ index: Int, weights: [Float], biases: [Float]) {
        let layer = layout[index]
        precondition(
            weights.count == layer.inputs * layer.outputs && biases.count == layer.outputs,
            "layer \(index) takes \(layer.outputs) x \(layer.inputs) weights and \(layer.outputs) biases, "
                + "not \(weights.count) and \(biases.count)")
        let pointer = parameters.mutablePointer
        for o in 0..<layer.outputs {
            for i in 0..<layer.inputs {
                pointer[layer.weights.lowerBound + i * layer.width + o] = weights[o * layer.inputs + i]
            }
            pointer[layer.biases.lowerBound + o] = biases[o]
        }
    }

    /// The ranges of the parameter array that hold weights, and those that hold biases.
    public var parameterRanges: (weights: [Range<Int>], biases: [Range<Int>]) {
        (layout.map(\.weights), layout.map(\.biases))
    }
}
