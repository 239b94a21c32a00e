import SystemPackage

/// A file or standard input.
final class FileSource: ByteSource {
    let path: String
    private let descriptor: FileDescriptor
    /// Size of a regular file, nil of pipes.
    let size: Int?
    private var position = 0

    init(path: String) throws {
        self.path = path
        descriptor = try FileSource.naming(path) {
            path == "-" ? .standardInput : try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
        }
        let status = try? descriptor.stat()
        size = status?.type == .regular && path != "-" ? Int(status?.size ?? 0) : nil
        if status?.type == .directory { throw FileSource.error(path, .isDirectory) }
    }

    deinit {
        if path != "-" { try? descriptor.close() }
    }

    var remaining: Int? { size.map { max(0, $0 - position) } }

    func read(into memory: UnsafeMutableRawBufferPointer) throws -> Int {
        guard memory.count > 0 else { return 0 }
        let count = try FileSource.naming(path) { try descriptor.read(into: memory) }
        position += count
        return count
    }

    func skip(_ count: Int) throws -> Int {
        guard let remaining else { return try skipByReading(count) }
        let size = min(count, remaining)
        try seek(to: position + size)
        return size
    }

    /// Goes on at another place; regular files only.
    func seek(to offset: Int) throws {
        _ = try FileSource.naming(path) { try descriptor.seek(offset: Int64(offset), from: .start) }
        position = offset
    }

    private static func naming<Result>(_ path: String, _ work: () throws -> Result) throws -> Result {
        do {
            return try work()
        } catch let error as Errno {
            throw FileSource.error(path, error)
        }
    }

    private static func error(_ path: String, _ error: Errno) -> ReadingError {
        let reason =
            switch error {
            case .noSuchFileOrDirectory: "no such file"
            case .permissionDenied, .notPermitted: error.words
            case .isDirectory: "expected a file of numbers, found a folder"
            default: "can't be read (\(error.words))"
            }
        return ReadingError(path: path, reason: reason)
    }
}
