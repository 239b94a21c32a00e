import CZlib

/// The decompressed bytes of a stream: gzip files of any number of members (RFC 1952), whose checksums
/// are verified, or the raw deflated data of a zip archive.
final class InflatedSource: ByteSource {
    /// How the compressed bytes are wrapped.
    enum Format {
        case gzip
        case raw
    }

    private let path: String
    private let source: any ByteSource
    private let format: Format
    private var stream = z_stream()
    private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 17, alignment: 64)
    private var hasEnded = false
    private var memberHasEnded = false

    init(_ source: any ByteSource, path: String, format: Format) throws {
        self.source = source
        self.path = path
        self.format = format
        let bits: Int32 = format == .gzip ? 15 + 16 : -15
        let status = inflateInit2_(&stream, bits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard status == Z_OK else {
            throw ReadingError(path: path, reason: "not enough memory to decompress it")
        }
    }

    deinit {
        inflateEnd(&stream)
        input.deallocate()
    }

    var remaining: Int? { nil }

    func read(into memory: UnsafeMutableRawBufferPointer) throws -> Int {
        guard !hasEnded, memory.count > 0 else { return 0 }
        stream.next_out = memory.bindMemory(to: UInt8.self).baseAddress
        let room = min(memory.count, Int(UInt32.max))
        stream.avail_out = UInt32(room)
        while stream.avail_out == UInt32(room) {
            if stream.avail_in == 0, try !refill() { break }
            if memberHasEnded {
                // What follows a member is another one.
                inflateReset(&stream)
                memberHasEnded = false
            }
            try advance()
            if hasEnded { break }
        }
        return room - Int(stream.avail_out)
    }

    private func refill() throws -> Bool {
        let count = try source.read(into: input)
        stream.next_in = input.bindMemory(to: UInt8.self).baseAddress
        stream.avail_in = UInt32(count)
        if count > 0 { return true }
        guard memberHasEnded else {
            throw ReadingError(path: path, reason: "the compressed data end before they are complete")
        }
        hasEnded = true
        return false
    }

    private func advance() throws {
        switch inflate(&stream, Z_NO_FLUSH) {
        case Z_OK, Z_BUF_ERROR: break
        case Z_STREAM_END:
            memberHasEnded = true
            if format == .raw { hasEnded = true }
        default:
            let reason = stream.msg.map { String(cString: $0) } ?? "unknown error"
            throw ReadingError(path: path, reason: "the compressed data are damaged (\(reason))")
        }
    }
}
