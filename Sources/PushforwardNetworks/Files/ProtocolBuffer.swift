/// A message in Protocol Buffers' wire format, whose fields have the numbers of `Field`.
struct ProtocolBuffer<Field: RawRepresentable<Int>> {
    private(set) var bytes: [UInt8] = []

    /// How the bytes of a field are told from those of the next one.
    private enum WireType: UInt64 {
        case variableLength = 0
        case lengthDelimited = 2
        case fourBytes = 5
    }

    /// Adds a whole number.
    mutating func integer(_ field: Field, _ value: Int) {
        tag(field, .variableLength)
        number(UInt64(bitPattern: Int64(value)))
    }

    /// Adds a number in single precision.
    mutating func float(_ field: Field, _ value: Float) {
        tag(field, .fourBytes)
        withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// Adds bytes with their number before them.
    mutating func bytes(_ field: Field, _ contents: [UInt8]) {
        tag(field, .lengthDelimited)
        number(UInt64(contents.count))
        bytes.append(contentsOf: contents)
    }

    /// Adds a text.
    mutating func text(_ field: Field, _ text: String) { bytes(field, Array(text.utf8)) }

    /// Adds a message.
    mutating func message<Other>(_ field: Field, _ message: ProtocolBuffer<Other>) {
        bytes(field, message.bytes)
    }

    private mutating func tag(_ field: Field, _ type: WireType) {
        number(UInt64(field.rawValue) << 3 | type.rawValue)
    }

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
