import PushforwardData
import PushforwardDiscrepancies

#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// The file of a sketch: the line `pushforward sketch 1`, a line of JSON, the cells as little-endian doubles, and the
/// CRC-32 of all that, so that no byte can be altered or lost unnoticed.
public struct SketchFile: Sendable {
    /// The sketch.
    public let sketch: SampleSketch
    /// Names of the columns.
    public let columns: [String]
    private static let format = "pushforward sketch 1\n"

    private struct Header: Codable {
        let geometry: SketchGeometry
        let columns: [String]
        let binRows: Int
        let bins: Int
        let leftOver: Int
    }

    /// A sketch with the names of its columns.
    public init(_ sketch: SampleSketch, columns: [String]) {
        precondition(
            columns.count == sketch.geometry.dimension,
            "\(columns.count) names for \(sketch.geometry.dimension) columns")
        self.sketch = sketch
        self.columns = columns
    }

    /// The file's bytes.
    public var data: Data {
        let header = Header(
            geometry: sketch.geometry, columns: columns, binRows: sketch.binRows, bins: sketch.bins,
            leftOver: sketch.leftOver)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        guard let json = try? encoder.encode(header) else {
            preconditionFailure("a geometry with infinite numbers")
        }
        var data = Data(SketchFile.format.utf8) + json + Data("\n".utf8)
        data.reserveCapacity(data.count + 8 * sketch.cells.count + 4)
        for cell in sketch.cells {
            withUnsafeBytes(of: cell.bitPattern.littleEndian) { data.append(contentsOf: $0) }
        }
        let sum = SketchFile.checksum(data[...])
        withUnsafeBytes(of: sum.littleEndian) { data.append(contentsOf: $0) }
        return data
    }

    /// The sketch of a file.
    ///
    /// - Throws: `ReadingError` for what is no sketch, was altered or is not whole; `FileError` where it can't be read.
    public init(contentsOf path: String) throws {
        let data = try readFile(path)
        func error(_ reason: String) -> ReadingError { ReadingError(path: path, reason: reason) }
        guard data.starts(with: SketchFile.format.utf8) else {
            throw error("expected a sketch, found another kind of file")
        }
        let body = data.dropLast(4)
        let sum = data.suffix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        guard body.count > SketchFile.format.utf8.count, SketchFile.checksum(body) == sum else {
            throw error("the checksum is wrong: the file is damaged or incomplete")
        }
        let rest = body.dropFirst(SketchFile.format.utf8.count)
        guard let end = rest.firstIndex(of: 0x0a),
            let header = try? JSONDecoder().decode(Header.self, from: rest[..<end]), header.geometry.isValid,
            header.columns.count == header.geometry.dimension, header.leftOver >= 0, header.bins >= 0,
            header.binRows > 0, header.binRows & (header.binRows - 1) == 0
        else { throw error("the sketch's description can't be read") }
        let bytes = rest[(end + 1)...]
        let (count, overflow) = (header.bins + 1).multipliedReportingOverflow(by: header.geometry.cellCount)
        guard !overflow, bytes.count % 8 == 0, bytes.count / 8 == count else {
            throw error(
                "expected \(header.bins) bins of \(header.geometry.cellCount) cells, found \(bytes.count) bytes"
            )
        }
        let cells = [Double](unsafeUninitializedCapacity: count) { memory, filled in
            _ = UnsafeMutableRawBufferPointer(memory).withMemoryRebound(to: UInt8.self) {
                bytes.copyBytes(to: $0)
            }
            for i in 0..<count { memory[i] = Double(bitPattern: UInt64(littleEndian: memory[i].bitPattern)) }
            filled = count
        }
        sketch = SampleSketch(
            geometry: header.geometry, binRows: header.binRows, bins: header.bins, leftOver: header.leftOver,
            cells: cells)
        columns = header.columns
    }

    /// Writes the file, whole or not at all.
    ///
    /// - Throws: `FileError`.
    public func write(to path: String) throws { try writeAtomically(data, to: path) }

    private static func checksum(_ bytes: Data) -> UInt32 {
        var sum = CRC32()
        bytes.withUnsafeBytes { sum.update($0) }
        return sum.value
    }
}
