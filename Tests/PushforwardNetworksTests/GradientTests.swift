import RealModule
import Testing

@testable import PushforwardNetworks
@testable import PushforwardNumerics

/// A network in double precision by plain loops: the reference for values and, by central differences, gradients.
struct ReferenceNetwork {
    let shape: NetworkShape
    var weights: [[Double]]
    var biases: [[Double]]

    init(_ network: Network) {
        shape = network.shape
        weights = (0..<shape.layerCount).map { network.weights(ofLayer: $0).map(Double.init) }
        biases = (0..<shape.layerCount).map { network.biases(ofLayer: $0).map(Double.init) }
    }

    func callAsFunction(_ input: [Double]) -> [Double] {
        var values = input
        for layer in 0..<shape.layerCount {
            values = biases[layer].indices.map { o in
                let sum = values.indices.reduce(biases[layer][o]) {
                    $0 + weights[layer][o * values.count + $1] * values[$1]
                }
                return ReferenceNetwork.activation(shape.activation(layer), sum)
            }
        }
        return values
    }

    static func activation(_ activation: Activation, _ x: Double) -> Double {
        switch activation {
        case .identity: x
        case .sigmoid: 1 / (1 + Double.exp(-x))
        case .tanh: Double.tanh(x)
        case .relu: max(x, 0)
        case .leakyReLU: x > 0 ? x : 0.01 * x
        case .silu: x / (1 + Double.exp(-x))
        case .gelu: x * NormalDistribution.distribution(x)
        case .softplus: Double.log(onePlus: Double.exp(x))
        }
    }
}

struct GradientTests {
    private let rows = 7

    private func setUp(_ hidden: Activation, output: Activation = .identity) -> (Network, Matrix) {
        var random = RandomStream(seed: 21, purpose: "gradients")
        let shape = NetworkShape(widths: [3, 6, 5, 2], hidden: hidden, output: output)
        let network = Network(shape, initializer: Initializer(.glorot, biasScale: 0.5), using: &random)
        return (
            network, Matrix(rows: rows, columns: 3, values: random.normals(rows * 3).map { ($0 - 0.3) * 1.7 })
        )
    }

    /// The forward pass against plain loops. Single precision over at most 6 terms: 1e-5.
    @Test(arguments: Activation.allCases)
    func forward(activation: Activation) {
        let (network, input) = setUp(activation, output: activation)
        let reference = ReferenceNetwork(network)
        let output = network(input)
        for i in 0..<rows {
            let exact = reference((0..<3).map { Double(input[i, $0]) })
            for c in 0..<2 { #expect(abs(Double(output[i, c]) - exact[c]) < 1e-5) }
        }
    }

    /// The loss sum_ic coefficient_ic output_ic: its gradient by every parameter against central differences of the
    /// double reference, whose own error is about 1e-9.
    @Test(arguments: Activation.allCases)
    func backward(activation: Activation) {
        let (network, input) = setUp(activation, output: activation == .identity ? .identity : .sigmoid)
        let workspace = Workspace(network.shape, capacity: rows, training: true)
        input.values.withUnsafeBufferPointer {
            workspace.forward(network, input: $0.baseAddress!, rows: rows)
        }
        for i in 0..<rows * workspace.outputStride { workspace.outputDelta[i] = 0 }
        for i in 0..<rows {
            for c in 0..<2 {
                workspace.outputDelta[i * workspace.outputStride + c] = Float(i + 1) / (Float(c) + 2)
            }
        }
        workspace.backward(network, rows: rows)
        func loss(_ reference: ReferenceNetwork) -> Double {
            (0..<rows).reduce(0) { sum, i in
                let output = reference((0..<3).map { Double(input[i, $0]) })
                return sum + (0..<2).reduce(0) { $0 + Double(i + 1) / (Double($1) + 2) * output[$1] }
            }
        }
        var gradient = network
        gradient.parameters = workspace.gradient
        let step = 1e-5
        for layer in 0..<3 {
            let analytic = gradient.weights(ofLayer: layer) + gradient.biases(ofLayer: layer)
            let weightCount = gradient.weights(ofLayer: layer).count
            for index in analytic.indices {
                var plus = ReferenceNetwork(network)
                var minus = plus
                if index < weightCount {
                    plus.weights[layer][index] += step
                    minus.weights[layer][index] -= step
                } else {
                    plus.biases[layer][index - weightCount] += step
                    minus.biases[layer][index - weightCount] -= step
                }
                let difference = (loss(plus) - loss(minus)) / (2 * step)
                #expect(
                    abs(Double(analytic[index]) - difference) < 2e-5 * (1 + abs(difference)),
                    "layer \(layer), parameter \(index)")
            }
        }
    }

    /// With a dropout mask the gradient is that of the masked network: units that are off pass nothing.
    @Test func dropoutScalesAndIsOffAtEvaluation() {
        let (network, input) = setUp(.relu)
        let workspace = Workspace(network.shape, capacity: rows, training: true)
        var means = [Double](repeating: 0, count: 2)
        var stream = RandomStream(seed: 3)
        // One dropped layer below a linear one: the mean over masks is the output itself only for one layer, so
        // the network is cut to its last two layers.
        let shape = NetworkShape(widths: [3, 6, 2], hidden: .relu)
        var random = RandomStream(seed: 5)
        let short = Network(shape, initializer: Initializer(.he), using: &random)
        let place = Workspace(shape, capacity: rows, training: true)
        let repetitions = 4000
        for _ in 0..<repetitions {
            input.values.withUnsafeBufferPointer { values in
                withUnsafeMutablePointer(to: &stream) {
                    place.forward(short, input: values.baseAddress!, rows: 1, dropout: (0.5, $0))
                }
            }
            for c in 0..<2 { means[c] += Double(place.output[c]) / Double(repetitions) }
        }
        let exact = short(input.slice(0..<1))
        // Six units with deviation about 1 each: 5 standard errors.
        for c in 0..<2 {
            #expect(abs(means[c] - Double(exact[0, c])) < 5 * 2.5 / Double(repetitions).squareRoot())
        }
        input.values.withUnsafeBufferPointer {
            workspace.forward(network, input: $0.baseAddress!, rows: rows)
        }
        #expect(workspace.output[0] == network(input)[0, 0])
    }

    @Test(arguments: Initializer.Scheme.allCases, Initializer.Shape.allCases)
    func initializersHaveTheirVariance(scheme: Initializer.Scheme, form: Initializer.Shape) {
        var random = RandomStream(seed: 8)
        let shape = NetworkShape(widths: [100, 200, 1], hidden: .tanh)
        let network = Network(shape, initializer: Initializer(scheme, form), using: &random)
        let exact = [Initializer.Scheme.glorot: 2.0 / 300, .he: 2.0 / 100, .leCun: 1.0 / 100][scheme]!
        let weights = network.weights(ofLayer: 0).map(Double.init)
        let variance = Statistics.mean(weights.map { $0 * $0 })
        // 20,000 weights: the variance's standard error is at most sqrt(2 / 20,000) = 1 % of it; 5 of them.
        #expect(abs(variance / exact - 1) < 0.05)
    }
}
