import Testing

@testable import PushforwardNetworks

struct ProtocolBufferTests {
    private enum Field: Int {
        case first = 1
        case second = 2
        case third = 3
    }

    /// The examples of Protocol Buffers' description of its encoding.
    @Test func bytesAreThoseOfTheDescription() {
        var number = ProtocolBuffer<Field>()
        number.integer(.first, 150)
        #expect(number.bytes == [0x08, 0x96, 0x01])
        var text = ProtocolBuffer<Field>()
        text.text(.second, "testing")
        #expect(text.bytes == [0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67])
        var message = ProtocolBuffer<Field>()
        message.message(.third, number)
        #expect(message.bytes == [0x1a, 0x03, 0x08, 0x96, 0x01])
        var float = ProtocolBuffer<Field>()
        float.float(.first, 1)
        #expect(float.bytes == [0x0d, 0, 0, 0x80, 0x3f])
    }
}
