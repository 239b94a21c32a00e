import CZlib

/// The checksum of zip, gzip and PNG: the cyclic redundancy check with the reflected polynomial 0xEDB88320, of any
/// number of parts one after the other. O(bytes)
package struct CRC32: Sendable {
    /// The checksum of all bytes so far; 0 of none.
    package private(set) var value: UInt32 = 0

    /// The checksum of no bytes.
    package init() {}

    /// Goes on with bytes.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        // For no memory the library's function gives its value of no bytes.
        guard let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress else { return }
        value = UInt32(truncatingIfNeeded: crc32_z(uLong(value), start, bytes.count))
    }
}
