/// Bytes that come one after the other, from a file, a pipe or memory.
protocol ByteSource: AnyObject {
    /// Fills as much of the memory as is there, and returns how much that was: 0 at the end only.
    func read(into memory: UnsafeMutableRawBufferPointer) throws -> Int
    /// Leaves bytes out, and returns how many: fewer at the end.
    func skip(_ count: Int) throws -> Int
    /// Bytes left where that is known.
    var remaining: Int? { get }
}

extension ByteSource {
    func skip(_ count: Int) throws -> Int { try skipByReading(count) }

    func skipByReading(_ count: Int) throws -> Int {
        var scratch = [UInt8](repeating: 0, count: min(count, 1 << 16))
        var done = 0
        while done < count {
            let size = min(scratch.count, count - done)
            let part = try scratch.withUnsafeMutableBytes { try read(into: .init(rebasing: $0[..<size])) }
            if part == 0 { break }
            done += part
        }
        return done
    }

    /// Fills the whole memory unless the end comes first; returns the number of bytes.
    func readFully(into memory: UnsafeMutableRawBufferPointer) throws -> Int {
        var count = 0
        while count < memory.count {
            let part = try read(into: UnsafeMutableRawBufferPointer(rebasing: memory[count...]))
            if part == 0 { break }
            count += part
        }
        return count
    }

    /// The next bytes, fewer at the end.
    func bytes(_ count: Int) throws -> [UInt8] {
        var result = [UInt8](repeating: 0, count: count)
        let filled = try result.withUnsafeMutableBytes { try readFully(into: $0) }
        return Array(result[..<filled])
    }
}

/// Bytes in memory.
final class MemorySource: ByteSource {
    private let all: [UInt8]
    private var position = 0
    /// Maximum number of bytes that one call gives.
    private let chunk: Int

    init(_ bytes: [UInt8], chunk: Int = .max) {
        all = bytes
        self.chunk = chunk
    }

    var remaining: Int? { all.count - position }
    var count: Int { all.count }

    func seek(to offset: Int) { position = min(max(0, offset), all.count) }

    func read(into memory: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = min(memory.count, all.count - position, chunk)
        memory.copyBytes(from: all[position..<position + count])
        position += count
        return count
    }
}

/// Some bytes that were read ahead, then the rest of a source.
final class ResumedSource: ByteSource {
    private let head: MemorySource
    private let rest: any ByteSource

    init(_ head: [UInt8], then rest: any ByteSource) {
        self.head = MemorySource(head)
        self.rest = rest
    }

    var remaining: Int? { rest.remaining.map { $0 + (head.remaining ?? 0) } }

    func read(into memory: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = try head.read(into: memory)
        return count > 0 ? count : try rest.read(into: memory)
    }

    func skip(_ count: Int) throws -> Int {
        let first = try head.skip(count)
        return first == count ? count : try first + rest.skip(count - first)
    }
}
