#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

extension ONNXGraph {
    /// The graph as the bytes of an ONNX file: a `ModelProto` of onnx.proto in Protocol Buffers' wire format. The same
    /// graph gives the same bytes.
    public func encoded() -> Data {
        var operators = ProtocolBuffer<ONNXOperatorSetField>()
        operators.text(.domain, "")
        operators.integer(.version, ONNXGraph.operatorSetVersion)
        var model = ProtocolBuffer<ONNXModelField>()
        model.integer(.irVersion, ONNXGraph.irVersion)
        model.text(.producerName, "pushforward")
        model.message(.graph, message)
        model.message(.operatorSets, operators)
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
            var entry = ProtocolBuffer<ONNXEntryField>()
            entry.text(.key, key)
            entry.text(.value, value)
            model.message(.metadata, entry)
        }
        return Data(model.bytes)
    }

    /// `GraphProto`.
    private var message: ProtocolBuffer<ONNXGraphField> {
        var graph = ProtocolBuffer<ONNXGraphField>()
        for node in nodes { graph.message(.node, node.message) }
        graph.text(.name, "map")
        for (name, tensor) in constants {
            graph.message(.initializer, ONNXGraph.message(name, tensor))
        }
        graph.message(.input, ONNXGraph.value("x", inputs))
        graph.message(.output, ONNXGraph.value("y", outputs))
        return graph
    }

    /// `ValueInfoProto`: a float tensor [N, width].
    private static func value(_ name: String, _ width: Int) -> ProtocolBuffer<ONNXValueField> {
        var rows = ProtocolBuffer<ONNXDimensionField>()
        rows.text(.parameter, "N")
        var columns = ProtocolBuffer<ONNXDimensionField>()
        columns.integer(.value, width)
        var shape = ProtocolBuffer<ONNXShapeField>()
        shape.message(.dimension, rows)
        shape.message(.dimension, columns)
        var tensor = ProtocolBuffer<ONNXTensorTypeField>()
        tensor.integer(.element, ONNXElementType.float.rawValue)
        tensor.message(.shape, shape)
        var type = ProtocolBuffer<ONNXTypeField>()
        type.message(.tensor, tensor)
        var value = ProtocolBuffer<ONNXValueField>()
        value.text(.name, name)
        value.message(.type, type)
        return value
    }

    /// `TensorProto` with raw little-endian floats.
    private static func message(
        _ name: String, _ tensor: SafeTensors.Tensor
    ) -> ProtocolBuffer<ONNXTensorField> {
        var message = ProtocolBuffer<ONNXTensorField>()
        for extent in tensor.shape { message.integer(.dimensions, extent) }
        message.integer(.element, ONNXElementType.float.rawValue)
        message.text(.name, name)
        message.bytes(
            .rawData, tensor.values.flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian, Array.init) })
        return message
    }
}

extension ONNXGraph.Node {
    /// `NodeProto`.
    fileprivate var message: ProtocolBuffer<ONNXNodeField> {
        var node = ProtocolBuffer<ONNXNodeField>()
        for input in inputs { node.text(.input, input) }
        node.text(.output, output)
        node.text(.name, output)
        node.text(.operation, operation)
        if let attribute {
            var entry = ProtocolBuffer<ONNXAttributeField>()
            entry.text(.name, attribute.name)
            switch attribute.value {
            case .float(let number):
                entry.float(.float, number)
                entry.integer(.type, ONNXAttributeType.float.rawValue)
            case .integer(let number):
                entry.integer(.integer, number)
                entry.integer(.type, ONNXAttributeType.integer.rawValue)
            }
            node.message(.attribute, entry)
        }
        return node
    }
}
