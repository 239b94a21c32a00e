#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

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

/// A file or standard input.
final class FileSource: ByteSource {
    let path: String
    private let descriptor: Int32
    /// Size of a regular file, nil of pipes.
    let size: Int?
    private var position = 0

    init(path: String) throws {
        self.path = path
        descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw ReadingError(path: path, reason: FileSource.words(errno))
        }
        var status = stat()
        fstat(descriptor, &status)
        if status.st_mode & S_IFMT == S_IFDIR {
            if descriptor != STDIN_FILENO { close(descriptor) }
            throw ReadingError(path: path, reason: "expected a file of numbers, found a folder")
        }
        size = status.st_mode & S_IFMT == S_IFREG && path != "-" ? Int(status.st_size) : nil
    }

    deinit { if descriptor > STDERR_FILENO { close(descriptor) } }

    var remaining: Int? { size.map { max(0, $0 - position) } }

    func read(into memory: UnsafeMutableRawBufferPointer) throws -> Int {
        guard let start = memory.baseAddress, memory.count > 0 else { return 0 }
        while true {
            let count = systemRead(descriptor, start, memory.count)
            if count >= 0 {
                position += count
                return count
            }
            if errno != EINTR { throw ReadingError(path: path, reason: FileSource.words(errno)) }
        }
    }

    func skip(_ count: Int) throws -> Int {
        guard let remaining else { return try skipByReading(count) }
        let size = min(count, remaining)
        try seek(to: position + size)
        return size
    }

    /// Goes on at another place; regular files only.
    func seek(to offset: Int) throws {
        guard lseek(descriptor, off_t(offset), SEEK_SET) >= 0 else {
            throw ReadingError(path: path, reason: FileSource.words(errno))
        }
        position = offset
    }

    private static func words(_ code: Int32) -> String {
        switch code {
        case ENOENT: "no such file"
        case EACCES, EPERM: "permission denied"
        case EISDIR: "expected a file of numbers, found a folder"
        default: "can't be read (\(String(cString: strerror(code))))"
        }
    }
}

/// The system's `read`, under a name that does not meet `FileSource.read`.
private func systemRead(_ descriptor: Int32, _ memory: UnsafeMutableRawPointer, _ count: Int) -> Int {
    read(descriptor, memory, count)
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
