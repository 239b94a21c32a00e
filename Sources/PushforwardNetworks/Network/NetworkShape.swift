import PushforwardNumerics

/// A fully connected network without its parameters: widths and activations.
public struct NetworkShape: Sendable, Codable, Equatable {
    /// Numbers of units: input, hidden layers, output.
    public var widths: [Int]
    /// Activation of the hidden layers.
    public var hidden: Activation
    /// Activation of the output layer.
    public var output: Activation

    /// The shape of a fully connected network.
    ///
    /// - Parameters:
    ///   - widths: Inputs, units of each hidden layer, and outputs; at least two positive numbers.
    ///   - hidden: Activation of the hidden layers.
    ///   - output: Activation of the output layer.
    public init(widths: [Int], hidden: Activation, output: Activation = .identity) {
        self.widths = widths
        self.hidden = hidden
        self.output = output
    }

    /// Number of layers with weights.
    public var layerCount: Int { widths.count - 1 }
    /// Number of inputs.
    public var inputs: Int { widths[0] }
    /// Number of outputs.
    public var outputs: Int { widths[widths.count - 1] }

    /// Activation of layer `index`.
    public func activation(_ index: Int) -> Activation { index == layerCount - 1 ? output : hidden }

    /// Where each layer's parameters lie in the flat array.
    var layout: [LayerLayout] {
        var place = 0
        return (0..<layerCount).map { index in
            let layer = LayerLayout(inputs: widths[index], outputs: widths[index + 1], start: place)
            place = layer.end
            return layer
        }
    }
}

/// Places of one layer's parameters: the weights as [inputs][padded outputs], then the padded biases.
///
/// Padding is zero and stays zero: its gradient is zero, and so are the penalties of zero.
struct LayerLayout: Sendable {
    let inputs: Int
    let outputs: Int
    let start: Int

    /// Whether products that fill vectors along the outputs would mostly fill them with padding.
    var isNarrow: Bool { outputs <= 4 && inputs >= 32 }
    /// Padded number of outputs, the leading dimension of the weights.
    var width: Int { padded(outputs) }
    var weights: Range<Int> { start..<start + inputs * width }
    var biases: Range<Int> { weights.upperBound..<weights.upperBound + width }
    var end: Int { biases.upperBound }
}
