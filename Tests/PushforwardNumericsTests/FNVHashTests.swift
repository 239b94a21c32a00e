import Testing

@testable import PushforwardNumerics

struct FNVHashTests {
    /// Test vectors of the hash's authors.
    @Test(arguments: [
        ("", UInt64(0xcbf2_9ce4_8422_2325)), ("a", 0xaf63_dc4c_8601_ec8c), ("foobar", 0x8594_4171_f739_67e8),
    ])
    func hashesAreTheAuthors(text: String, hash: UInt64) {
        #expect(FNVHash.hash(text.utf8.map(UInt64.init)) == hash)
    }
}
