#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension ONNXGraph {
    /// The graph as the bytes of an ONNX file: a `ModelProto` of onnx.proto in Protocol Buffers' wire format. The same
    /// graph gives the same bytes.
    public func encoded() -> Data {
        var graph = Message()
        for node in nodes { graph.message(1, node.message) }
        graph.text(2, "map")
        for (name, tensor) in constants { graph.message(5, ONNXGraph.message(name, tensor)) }
        graph.message(11, ONNXGraph.value("x", inputs))
        graph.message(12, ONNXGraph.value("y", outputs))
        var operators = Message()
        operators.text(1, "")
        operators.integer(2, 17)
        var model = Message()
        model.integer(1, 8)
        model.text(2, "pushforward")
        model.message(7, graph)
        model.message(8, operators)
        for key in metadata.keys.sorted() {
            var entry = Message()
            entry.text(1, key)
            entry.text(2, metadata[key]!)
            model.message(14, entry)
        }
        return Data(model.bytes)
    }

    /// `ValueInfoProto`: a float tensor [N, width].
    private static func value(_ name: String, _ width: Int) -> Message {
        var rows = Message()
        rows.text(2, "N")
        var columns = Message()
        columns.integer(1, width)
        var shape = Message()
        shape.message(1, rows)
        shape.message(1, columns)
        var tensor = Message()
        tensor.integer(1, 1)
        tensor.message(2, shape)
        var type = Message()
        type.message(1, tensor)
        var value = Message()
        value.text(1, name)
        value.message(2, type)
        return value
    }

    /// `TensorProto` with raw little-endian floats.
    private static func message(_ name: String, _ tensor: SafeTensors.Tensor) -> Message {
        var message = Message()
        for extent in tensor.shape { message.integer(1, extent) }
        message.integer(2, 1)
        message.text(8, name)
        message.bytes(
            9, tensor.values.flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian, Array.init) })
        return message
    }
}

extension ONNXGraph.Node {
    /// `NodeProto`.
    fileprivate var message: Message {
        var node = Message()
        for input in inputs { node.text(1, input) }
        node.text(2, output)
        node.text(3, output)
        node.text(4, operation)
        if let attribute {
            var entry = Message()
            entry.text(1, attribute.name)
            switch attribute.value {
            case .float(let number):
                entry.float(2, number)
                entry.integer(20, 1)
            case .integer(let number):
                entry.integer(3, number)
                entry.integer(20, 2)
            }
            node.message(5, entry)
        }
        return node
    }
}

/// Fields of a Protocol Buffers message.
private struct Message {
    private(set) var bytes: [UInt8] = []

    mutating func integer(_ field: Int, _ value: Int) {
        number(UInt64(field) << 3)
        number(UInt64(bitPattern: Int64(value)))
    }

    mutating func float(_ field: Int, _ value: Float) {
        number(UInt64(field) << 3 | 5)
        withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func bytes(_ field: Int, _ contents: [UInt8]) {
        number(UInt64(field) << 3 | 2)
        number(UInt64(contents.count))
        bytes.append(contentsOf: contents)
    }

    mutating func text(_ field: Int, _ text: String) { bytes(field, Array(text.utf8)) }

    mutating func message(_ field: Int, _ message: Message) { bytes(field, message.bytes) }

    /// Seven bits a byte, the lowest first.
    private mutating func number(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7f) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}
