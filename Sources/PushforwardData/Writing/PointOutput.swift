public import PushforwardNumerics
import SystemPackage

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
    private let format: Format
    private let columns: Int
    private let announced: Int?
    private let descriptor: FileDescriptor
    /// `nil` of standard output.
    private let file: AtomicFile?
    private var rows = 0

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
        file = path == "-" ? nil : try AtomicFile(path)
        descriptor = file?.descriptor ?? .standardOutput
        switch self.format {
        case .npy:
            guard let count = rowCount ?? (isSeekable ? 0 : nil) else {
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
            guard isSeekable else {
                throw FileError(
                    path: path, reason: "expected \(announced ?? 0) rows, wrote \(rows)")
            }
            _ = try FileError.naming(path) { try descriptor.seek(offset: 0, from: .start) }
            try write(PointOutput.header(rows: rows, columns: columns))
        }
        try file?.commit()
    }

    /// Whether the output is a file, whose first bytes can be written again.
    private var isSeekable: Bool { (try? descriptor.seek(offset: 0, from: .current)) != nil }

    private func write(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try write($0) } }

    private func write(_ bytes: UnsafeRawBufferPointer) throws {
        _ = try FileError.naming(path) { try descriptor.writeAll(bytes) }
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
