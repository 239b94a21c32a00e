#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The records of a text, whole in memory one after the other: lines, or several lines where a quoted field holds
/// line ends. What follows a record's bytes is a line end, so that parsers need no bounds.
final class RecordBuffer {
    private let path: String
    private let source: any ByteSource
    private var memory: UnsafeMutablePointer<UInt8>
    private var capacity = 1 << 19
    private var start = 0
    private var end = 0
    private var hasEnded = false
    /// Number of the current record's first line, from 1.
    private(set) var line = 0
    private var following = 1
    /// Maximum number of bytes of a record.
    private static let longest = 1 << 28

    init(_ source: any ByteSource, path: String) {
        self.source = source
        self.path = path
        memory = .allocate(capacity: capacity + 16)
    }

    deinit { memory.deallocate() }

    /// Bytes of a record without its line end, and whether a quotation mark is among them.
    struct Record {
        let bytes: UnsafeBufferPointer<UInt8>
        let hasQuotes: Bool
    }

    /// The next record, or nil at the end; valid until the next call. Empty lines are records of no bytes.
    func next() throws -> Record? {
        var scanned = 0
        var isQuoted = false
        var hasQuotes = false
        line = following
        while true {
            while start + scanned < end {
                let first = memory + start + scanned
                let room = end - start - scanned
                guard let found = memchr(first, 0x0a, room) else { break }
                let length = found.assumingMemoryBound(to: UInt8.self) - UnsafeMutablePointer(first)
                following += 1
                if isQuoted || memchr(first, 0x22, length) != nil {
                    hasQuotes = true
                    for k in 0..<length where first[k] == 0x22 { isQuoted.toggle() }
                }
                scanned += length + 1
                if !isQuoted { return record(scanned, lineEnd: true, hasQuotes) }
            }
            if try !refill() {
                guard end > start else { return nil }
                let rest = memory + start + scanned
                let length = end - start - scanned
                hasQuotes = hasQuotes || memchr(rest, 0x22, length) != nil
                for k in 0..<length where rest[k] == 0x22 { isQuoted.toggle() }
                guard !isQuoted else {
                    throw ReadingError(path: path, line: line, reason: "a quoted field does not end")
                }
                following += 1
                return record(end - start, lineEnd: false, hasQuotes)
            }
        }
    }

    /// The whole lines in memory, at least one of them where the text has one left; parsers of plain lines take them in
    /// one go and then call ``advance(bytes:lines:)``.
    func wholeLines() throws -> UnsafeBufferPointer<UInt8> {
        while true {
            var length = end - start
            while length > 0 && memory[start + length - 1] != 0x0a { length -= 1 }
            if length > 0 { return UnsafeBufferPointer(start: memory + start, count: length) }
            if try !refill() { return UnsafeBufferPointer(start: memory + start, count: 0) }
        }
    }

    /// Skips bytes that hold the given number of whole lines.
    func advance(bytes: Int, lines: Int) {
        start += bytes
        following += lines
    }

    /// Skips up to the given number of records; returns how many it skipped.
    func skip(_ count: Int) throws -> Int {
        var left = count
        while left > 0 {
            let lines = try wholeLines()
            if let start = lines.baseAddress, lines.count > 0, memchr(start, 0x22, lines.count) == nil {
                var (bytes, found) = (0, 0)
                while found < left, let end = memchr(start + bytes, 0x0a, lines.count - bytes) {
                    bytes = UnsafeRawPointer(end) - UnsafeRawPointer(start) + 1
                    found += 1
                }
                advance(bytes: bytes, lines: found)
                left -= found
            } else {
                guard try next() != nil else { break }
                left -= 1
            }
        }
        return count - left
    }

    private func record(_ length: Int, lineEnd: Bool, _ hasQuotes: Bool) -> Record {
        let bytes = memory + start
        var count = lineEnd ? length - 1 : length
        if count > 0 && bytes[count - 1] == 0x0d { count -= 1 }
        start += length
        return Record(bytes: UnsafeBufferPointer(start: bytes, count: count), hasQuotes: hasQuotes)
    }

    /// Moves the unread bytes to the front and reads more; false at the end.
    private func refill() throws -> Bool {
        guard !hasEnded else { return false }
        if start > 0 {
            memmove(memory, memory + start, end - start)
            end -= start
            start = 0
        }
        if end == capacity { try grow() }
        let count = try source.read(
            into: UnsafeMutableRawBufferPointer(start: memory + end, count: capacity - end))
        end += count
        hasEnded = count == 0
        memory[end] = 0x0a
        return count > 0
    }

    private func grow() throws {
        guard capacity < RecordBuffer.longest else {
            throw ReadingError(
                path: path, line: line,
                reason: "expected a line end within \(RecordBuffer.longest) bytes, found none")
        }
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: 2 * capacity + 16)
        larger.update(from: memory, count: end)
        memory.deallocate()
        memory = larger
        capacity *= 2
    }
}
