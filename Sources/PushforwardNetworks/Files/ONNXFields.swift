// The numbers of the fields and enumerations of onnx.proto that a graph needs.

/// Fields of `ModelProto`.
enum ONNXModelField: Int {
    case irVersion = 1
    case producerName = 2
    case graph = 7
    case operatorSets = 8
    case metadata = 14
}

/// Fields of `OperatorSetIdProto`.
enum ONNXOperatorSetField: Int {
    case domain = 1
    case version = 2
}

/// Fields of `StringStringEntryProto`.
enum ONNXEntryField: Int {
    case key = 1
    case value = 2
}

/// Fields of `GraphProto`.
enum ONNXGraphField: Int {
    case node = 1
    case name = 2
    case initializer = 5
    case input = 11
    case output = 12
}

/// Fields of `NodeProto`.
enum ONNXNodeField: Int {
    case input = 1
    case output = 2
    case name = 3
    case operation = 4
    case attribute = 5
}

/// Fields of `AttributeProto`.
enum ONNXAttributeField: Int {
    case name = 1
    case float = 2
    case integer = 3
    case type = 20
}

/// `AttributeProto.AttributeType`.
enum ONNXAttributeType: Int {
    case float = 1
    case integer = 2
}

/// Fields of `ValueInfoProto`.
enum ONNXValueField: Int {
    case name = 1
    case type = 2
}

/// Fields of `TypeProto`.
enum ONNXTypeField: Int {
    case tensor = 1
}

/// Fields of `TypeProto.Tensor`.
enum ONNXTensorTypeField: Int {
    case element = 1
    case shape = 2
}

/// Fields of `TensorShapeProto`.
enum ONNXShapeField: Int {
    case dimension = 1
}

/// Fields of `TensorShapeProto.Dimension`.
enum ONNXDimensionField: Int {
    case value = 1
    case parameter = 2
}

/// Fields of `TensorProto`.
enum ONNXTensorField: Int {
    case dimensions = 1
    case element = 2
    case name = 8
    case rawData = 9
}

/// `TensorProto.DataType`.
enum ONNXElementType: Int {
    case float = 1
}
