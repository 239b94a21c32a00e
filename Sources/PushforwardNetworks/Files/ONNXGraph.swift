public import PushforwardNumerics
import RealModule

/// A model as a graph of ONNX operators (opset 17, IR version 8), one input `x` [N, inputs] and one output `y`.
///
/// Goals, in order: 1 the same numbers as ``Model`` within single precision; 2 operators that every runtime has;
/// 3 a graph that can be evaluated here too, so that what is written has been checked.
public struct ONNXGraph: Sendable {
    /// An operator with its attribute, from named values to a named value.
    struct Node: Sendable {
        var operation: String
        var inputs: [String]
        var output: String
        var attribute: (name: String, value: Attribute)?
    }

    /// A number that belongs to an operator.
    enum Attribute: Sendable {
        case integer(Int)
        case float(Float)
    }

    /// The version of the operators.
    static let operatorSetVersion = 17
    /// The version of the file format.
    static let irVersion = 8

    private(set) var nodes: [Node] = []
    private(set) var constants: [(name: String, tensor: SafeTensors.Tensor)] = []
    let inputs: Int
    let outputs: Int
    let metadata: [String: String]

    /// The graph of a model with its standardizings. O(parameters)
    public init(_ model: Model) {
        let shape = model.network.shape
        inputs = shape.inputs
        outputs = shape.outputs
        metadata = model.metadata
        var value = "x"
        let shift = model.input.offset
        let factor = model.input.scale.map { 1 / $0 }
        if shift.contains(where: { $0 != 0 }) {
            value = add("Sub", value, constant("input.shift", [inputs], shift))
        }
        if factor.contains(where: { $0 != 1 }) {
            value = add("Mul", value, constant("input.factor", [inputs], factor))
        }
        for index in 0..<shape.layerCount {
            let widths = (shape.widths[index], shape.widths[index + 1])
            let weight = constant(
                "layers.\(index).weight", [widths.1, widths.0], model.network.weights(ofLayer: index))
            let bias = constant("layers.\(index).bias", [widths.1], model.network.biases(ofLayer: index))
            value = add("Gemm", value, weight, bias, attribute: ("transB", .integer(1)))
            value = activate(value, shape.activation(index))
        }
        let (offset, scale) = (model.output.offset, model.output.scale)
        if !model.output.isIdentity {
            value = add("Mul", value, constant("output.scale", [outputs], scale))
            value = add("Add", value, constant("output.offset", [outputs], offset))
        }
        nodes.append(Node(operation: "Identity", inputs: [value], output: "y"))
    }

    private mutating func add(
        _ operation: String, _ inputs: String..., attribute: (String, Attribute)? = nil
    ) -> String {
        let output = "value.\(nodes.count)"
        nodes.append(Node(operation: operation, inputs: inputs, output: output, attribute: attribute))
        return output
    }

    private mutating func constant(_ name: String, _ shape: [Int], _ values: [Float]) -> String {
        constants.append((name, .init(shape: shape, values: values)))
        return name
    }

    private mutating func activate(_ value: String, _ activation: Activation) -> String {
        switch activation {
        case .identity: return value
        case .sigmoid: return add("Sigmoid", value)
        case .tanh: return add("Tanh", value)
        case .relu: return add("Relu", value)
        case .leakyReLU: return add("LeakyRelu", value, attribute: ("alpha", .float(0.01)))
        case .silu: return add("Mul", value, add("Sigmoid", value))
        case .softplus: return add("Softplus", value)
        case .gelu:
            // x (1 + erf(x / sqrt 2)) / 2; the operator Gelu came with opset 20 only.
            let prefix = "gelu.\(nodes.count)."
            let inner = add("Mul", value, constant(prefix + "root", [1], [Float(0.5).squareRoot()]))
            let sum = add("Add", add("Erf", inner), constant(prefix + "one", [1], [1]))
            return add("Mul", add("Mul", value, sum), constant(prefix + "half", [1], [0.5]))
        }
    }

    /// The graph's output for points, computed operator by operator in double precision. O(n parameters)
    public func evaluate(_ points: Matrix) -> Matrix {
        var output = Matrix(rows: points.rows, columns: outputs)
        let fixed = Dictionary(
            uniqueKeysWithValues: constants.map { ($0.name, $0.tensor.values.map(Double.init)) })
        for row in 0..<points.rows {
            var values = fixed
            values["x"] = (0..<points.columns).map { Double(points[row, $0]) }
            for node in nodes { values[node.output] = evaluate(node, node.inputs.map { values[$0]! }) }
            for (c, value) in values["y"]!.enumerated() { output[row, c] = Float(value) }
        }
        return output
    }

    private func evaluate(_ node: Node, _ values: [[Double]]) -> [Double] {
        let x = values[0]
        func paired(_ operation: (Double, Double) -> Double) -> [Double] {
            x.indices.map { operation(x[$0], values[1][values[1].count == 1 ? 0 : $0]) }
        }
        switch node.operation {
        case "Sub": return paired(-)
        case "Add": return paired(+)
        case "Mul": return paired(*)
        case "Gemm":
            return values[2].indices.map { o in
                x.indices.reduce(values[2][o]) { $0 + values[1][o * x.count + $1] * x[$1] }
            }
        case "Sigmoid": return x.map { 1 / (1 + Double.exp(-$0)) }
        case "Tanh": return x.map { Double.tanh($0) }
        case "Relu": return x.map { max($0, 0) }
        case "LeakyRelu": return x.map { $0 > 0 ? $0 : 0.01 * $0 }
        case "Softplus": return x.map { max($0, 0) + Double.log(onePlus: Double.exp(-abs($0))) }
        case "Erf": return x.map { Double.erf($0) }
        default: return x
        }
    }
}
