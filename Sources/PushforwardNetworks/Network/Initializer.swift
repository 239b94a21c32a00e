import PushforwardNumerics

/// How random weights are drawn; biases are drawn apart (see `biasScale`).
public struct Initializer: Sendable, Codable, Equatable {
    /// The rule for the variance of a weight of a layer with `in` inputs and `out` outputs.
    public enum Scheme: String, Sendable, Codable, CaseIterable {
        /// 2 / (in + out) (Glorot and Bengio 2010)
        case glorot
        /// 2 / in (He, Zhang, Ren and Sun 2015)
        case he
        /// 1 / in (LeCun, Bottou, Orr and Mueller 1998)
        case leCun
    }

    /// The shape of the weights' distribution.
    public enum Shape: String, Sendable, Codable, CaseIterable {
        case normal, uniform
    }

    /// The rule for the variance.
    public var scheme: Scheme
    /// Normal or uniform.
    public var shape: Shape
    /// Factors on the standard deviation, one per layer; layers without one take the last, none at all means 1.
    public var gains: [Double]
    /// Standard deviation of the biases of the first layer; 0 for zero biases.
    public var biasScale: Double
    /// When positive, first-layer biases instead put each unit's zero, w x + b = 0, through a point that is uniform
    /// in the cube (-centerRange, centerRange)^d of the standardized input.
    public var centerRange: Double
    /// Whether the biases of the other layers start at -f(0) times the sum of the unit's weights, so that sigmoid
    /// units, whose mean is f(0) = 1/2, feed centered sums.
    public var centersLaterLayers: Bool
    /// Numbers added to the output layer's biases; missing ones are 0.
    public var outputBias: [Double]

    /// Rules for random weights and biases.
    ///
    /// - Parameters:
    ///   - scheme: The rule for the variance of the weights.
    ///   - shape: Normal or uniform weights.
    ///   - gains: Factors on the standard deviation, one per layer; see ``gains``.
    ///   - biasScale: Standard deviation of the biases of the first layer.
    ///   - centerRange: Half the edge of the cube through which first-layer units pass; see ``centerRange``.
    ///   - centersLaterLayers: Whether later layers subtract the mean of sigmoid units; see ``centersLaterLayers``.
    ///   - outputBias: Numbers added to the biases of the output layer.
    public init(
        _ scheme: Scheme, _ shape: Shape = .normal, gains: [Double] = [], biasScale: Double = 0,
        centerRange: Double = 0, centersLaterLayers: Bool = false, outputBias: [Double] = []
    ) {
        self.scheme = scheme
        self.shape = shape
        self.gains = gains
        self.biasScale = biasScale
        self.centerRange = centerRange
        self.centersLaterLayers = centersLaterLayers
        self.outputBias = outputBias
    }

    /// Standard deviation of the weights of a layer: gain sqrt(variance), where Glorot's variance is
    /// 2 / (inputs + outputs), He's 2 / inputs and LeCun's 1 / inputs.
    ///
    /// - Parameters:
    ///   - layer: Number of the layer, from 0; it selects the gain.
    ///   - inputs: Inputs of each of its units.
    ///   - outputs: Number of its units.
    public func standardDeviation(layer: Int, inputs: Int, outputs: Int) -> Double {
        let variance: Double
        switch scheme {
        case .glorot: variance = 2 / Double(inputs + outputs)
        case .he: variance = 2 / Double(inputs)
        case .leCun: variance = 1 / Double(inputs)
        }
        let gain = gains.isEmpty ? 1 : gains[min(layer, gains.count - 1)]
        return variance.squareRoot() * gain
    }

    /// `count` weights of a layer.
    func weights(
        _ count: Int, layer: Int, inputs: Int, outputs: Int, using random: inout RandomStream
    ) -> [Float] {
        let deviation = Float(standardDeviation(layer: layer, inputs: inputs, outputs: outputs))
        switch shape {
        case .normal: return random.normals(count).map { $0 * deviation }
        case .uniform: return random.uniforms(count).map { (2 * $0 - 1) * deviation * Float(3).squareRoot() }
        }
    }

    /// The first layer's biases for its weights, [outputs][inputs].
    func firstBiases(_ weights: [Float], inputs: Int, using random: inout RandomStream) -> [Float] {
        let outputs = weights.count / inputs
        guard centerRange > 0 else { return random.normals(outputs).map { $0 * Float(biasScale) } }
        let centers = random.uniforms(weights.count).map { (2 * $0 - 1) * Float(centerRange) }
        return (0..<outputs).map { o in
            -(0..<inputs).reduce(0) { $0 + weights[o * inputs + $1] * centers[o * inputs + $1] }
        }
    }
}
