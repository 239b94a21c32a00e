import PushforwardNumerics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Writes rows of single-precision numbers as text or as a NumPy array, any number of them, a part at a time.
///
/// A file is written under a temporary name and renamed when it is whole; `-` is standard output.
public final class PointOutput {
    /// How rows are written.
    public enum Format: String, Sendable, CaseIterable {
        /// One line per row, numbers separated by commas, each with the fewest digits that identify it.
        case csv
        /// NumPy's .npy, float32 in C order.
        case npy
    }

    private let path: String
    private let temporary: String
    private let format: Format
    private let columns: Int
    private let announced: Int?
    private let descriptor: Int32
    private var rows = 0
    private var isFinished = false

    /// Opens an output.
    ///
    /// - Parameters:
    ///   - path: The file, or `-` for standard output.
    ///   - format: By default NumPy's where the path ends in `.npy`, text elsewhere.
    ///   - columns: Numbers per row.
    ///   - names: Names of the columns for the first line of a text; none for no such line.
    ///   - rowCount: The number of rows where it is known; a NumPy array on a pipe can't do without.
    /// - Throws: ``FileError``.
    public init(
        _ path: String, format: Format? = nil, columns: Int, names: [String]? = nil, rowCount: Int? = nil
    ) throws {
        self.path = path
        self.format = format ?? (path.hasSuffix(".npy") ? .npy : .csv)
        self.columns = columns
        announced = rowCount
        temporary = "\(path).\(getpid()).part"
        descriptor =
            path == "-" ? STDOUT_FILENO : open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw PointOutput.error(path) }
        switch self.format {
        case .npy:
            guard let count = rowCount ?? (lseek(descriptor, 0, SEEK_CUR) >= 0 ? 0 : nil) else {
                throw FileError(
                    path: path,
                    reason:
                        "a NumPy array on a pipe needs the number of rows first; write to a file, or write csv"
                )
            }
            try write(PointOutput.header(rows: count, columns: columns))
        case .csv:
            if let names { try write(Array((names.joined(separator: ",") + "\n").utf8)) }
        }
    }

    deinit {
        guard path != "-" else { return }
        close(descriptor)
        if !isFinished { unlink(temporary) }
    }

    /// Writes the rows of a matrix, which has as many columns as the output. O(n d)
    ///
    /// - Throws: ``FileError``.
    public func write(_ points: Matrix) throws {
        precondition(
            points.columns == columns, "rows of \(points.columns) numbers do not fit \(columns) columns")
        rows += points.rows
        switch format {
        case .npy:
            try points.values.withUnsafeBytes { try write($0) }
        case .csv:
            try write(PointOutput.text(points))
        }
    }

    /// Completes the file and gives it its name.
    ///
    /// - Throws: ``FileError``.
    public func finish() throws {
        if format == .npy && announced != rows {
            guard lseek(descriptor, 0, SEEK_SET) >= 0 else {
                throw FileError(
                    path: path, reason: "expected \(announced ?? 0) rows, wrote \(rows)")
            }
            try write(PointOutput.header(rows: rows, columns: columns))
        }
        guard path != "-" else { return }
        guard fsync(descriptor) == 0, rename(temporary, path) == 0 else { throw PointOutput.error(path) }
        isFinished = true
    }

    private func write(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try write($0) } }

    private func write(_ bytes: UnsafeRawBufferPointer) throws {
        var done = 0
        while done < bytes.count {
            let count = systemWrite(descriptor, bytes.baseAddress! + done, bytes.count - done)
            if count >= 0 {
                done += count
            } else if errno != EINTR {
                throw PointOutput.error(path)
            }
        }
    }

    private static func error(_ path: String) -> FileError {
        FileError(path: path, reason: "can't be written (\(String(cString: strerror(errno)).lowercased()))")
    }

    /// Format version 1, padded to 128 bytes so that any number of rows fits in place.
    private static func header(rows: Int, columns: Int) -> [UInt8] {
        var text = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(rows), \(columns)), }"
        text += String(repeating: " ", count: 117 - text.utf8.count) + "\n"
        return [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array(text.utf8)
    }

    private static func text(_ points: Matrix) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(points.values.count * 12)
        for (index, value) in points.values.enumerated() {
            bytes.append(contentsOf: value.description.utf8)
            bytes.append(index % points.columns == points.columns - 1 ? 0x0a : 0x2c)
        }
        return bytes
    }
}

/// The system's `write`, under a name that does not meet the methods'.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
