import PushforwardNumerics

/// Reads NumPy's .npy format, versions 1 to 3: one or two dimensions of float32 or float64, either byte order, C or
/// Fortran order. The numbers keep their precision and go straight into the sample's memory, a part at a time, so
/// that a header's claim costs no memory before the data are there.
final class NumPyReader {
    private static let part = 1 << 18
    private let source: any ByteSource
    private let path: String
    private let options: ReadingOptions
    private var skipped = 0

    init(_ source: any ByteSource, path: String, options: ReadingOptions) {
        self.source = source
        self.path = path
        self.options = options
    }

    /// - Parameter parts: Takes the rows in parts; the rest at the end is returned.
    func read(parts: PartSink? = nil) throws -> ReadTable {
        let header = try NumPyHeader(source, path: path)
        let (rows, columns) = (header.rows, header.columns)
        let bytes = rows.multipliedReportingOverflow(by: columns * header.itemSize)
        guard rows > 0 else { throw error("expected rows of numbers, found an array of 0 rows") }
        if let remaining = source.remaining, bytes.overflow || bytes.partialValue != remaining {
            let found = remaining / max(1, columns * header.itemSize)
            throw error(
                "expected \(rows) rows of \(columns) columns, as the header says, found \(found) rows")
        }
        guard rows < Int(UInt32.max) / 2 else { throw error("expected fewer than 2^31 rows, found \(rows)") }
        let names = (1...columns).map(String.init)
        let wanted = try ColumnChoice(options.columns, names: names, path: path).indices
        let known = source.remaining != nil
        var done = 0
        // Fortran order has no rows before its end.
        if let parts, !header.isFortran || columns == 1 {
            while rows - done > parts.rows {
                let part = try parts.wantsNext ? readRows(parts.rows, header, before: done) : nil
                if part == nil { try skipRows(parts.rows, header, before: done) }
                done += parts.rows
                try parts.take(part.map { table($0, wanted, names, of: rows) })
            }
        }
        let (left, isWanted) = (rows - done, parts?.wantsNext ?? true)
        var builder = SampleBuilder(
            columns: columns, precision: header.itemSize == 4 ? .single : .double,
            expectedRows: known && isWanted ? left : 0)
        if isWanted {
            try fill(&builder, count: left * columns, header, before: done * columns)
        } else {
            try skipRows(left, header, before: done)
        }
        var extra: UInt8 = 0
        guard try withUnsafeMutableBytes(of: &extra, { try source.read(into: $0) }) == 0 else {
            throw error("expected the end of the file after \(rows) rows, found more bytes")
        }
        var sample = builder.finish()
        if header.isFortran && columns > 1 && rows > 1 {
            sample = turned(sample, rows: rows, columns: columns)
        }
        sample = try checked(sample, before: done)
        guard sample.rows > 0 || skipped < rows else {
            throw error("expected rows of numbers, found missing values in all \(skipped) rows")
        }
        return table(sample, wanted, names, of: rows)
    }

    private func table(_ sample: Sample, _ wanted: [Int], _ names: [String], of rows: Int) -> ReadTable {
        ReadTable(
            sample: wanted == Array(0..<sample.columns) ? sample : sample.selectingColumns(wanted),
            names: wanted.map { names[$0] }, hasNames: false, skippedRows: skipped,
            rowCount: options.skipsMissing ? nil : rows)
    }

    private func error(_ reason: String, line: Int? = nil, column: Int? = nil) -> ReadingError {
        ReadingError(path: path, line: line, column: column, reason: reason)
    }

    private func readRows(_ count: Int, _ header: NumPyHeader, before: Int) throws -> Sample {
        var builder = SampleBuilder(
            columns: header.columns, precision: header.itemSize == 4 ? .single : .double, expectedRows: count)
        try fill(&builder, count: count * header.columns, header, before: before * header.columns)
        return try checked(builder.finish(), before: before)
    }

    private func skipRows(_ count: Int, _ header: NumPyHeader, before: Int) throws {
        let size = header.columns * header.itemSize
        let found = try source.skip(count * size)
        guard found == count * size else { throw early(header, after: before + found / size) }
    }

    private func early(_ header: NumPyHeader, after rows: Int) -> ReadingError {
        error("the header tells of \(header.rows) rows, and the data end after \(rows)")
    }

    private func fill(
        _ builder: inout SampleBuilder, count: Int, _ header: NumPyHeader, before: Int
    ) throws {
        var left = count
        while left > 0 {
            let numbers = min(left, NumPyReader.part)
            var found = 0
            try builder.withRoom(for: numbers) { memory in
                let bytes = UnsafeMutableRawBufferPointer(start: memory, count: numbers * header.itemSize)
                found = try source.readFully(into: bytes) / header.itemSize
                if header.isSwapped { NumPyReader.swap(bytes, itemSize: header.itemSize) }
                return found
            }
            guard found == numbers else {
                throw early(header, after: (before + count - left + found) / header.columns)
            }
            left -= numbers
        }
    }

    private static func swap(_ bytes: UnsafeMutableRawBufferPointer, itemSize: Int) {
        if itemSize == 4 {
            for word in 0..<bytes.count / 4 {
                let value = bytes.loadUnaligned(fromByteOffset: 4 * word, as: UInt32.self)
                bytes.storeBytes(of: value.byteSwapped, toByteOffset: 4 * word, as: UInt32.self)
            }
        } else {
            for word in 0..<bytes.count / 8 {
                let value = bytes.loadUnaligned(fromByteOffset: 8 * word, as: UInt64.self)
                bytes.storeBytes(of: value.byteSwapped, toByteOffset: 8 * word, as: UInt64.self)
            }
        }
    }

    /// The numbers came column after column.
    private func turned(_ sample: Sample, rows: Int, columns: Int) -> Sample {
        var builder = SampleBuilder(columns: columns, precision: sample.precision, expectedRows: rows)
        for row in 0..<rows {
            for column in 0..<columns {
                let place = column * rows + row
                builder.append(sample[place / columns, place % columns])
            }
        }
        return builder.finish()
    }

    /// The sample without rows that have a missing value; `before` rows came before it.
    private func checked(_ sample: Sample, before: Int) throws -> Sample {
        if sample.isFinite { return sample }
        var kept: [Int]?
        for row in 0..<sample.rows {
            guard let column = (0..<sample.columns).first(where: { !sample[row, $0].isFinite }) else {
                kept?.append(row)
                continue
            }
            guard sample[row, column].isNaN else {
                throw error(
                    "expected a finite number, found infinity", line: before + row + 1, column: column + 1)
            }
            guard options.skipsMissing else {
                throw error(
                    "expected a number, found NaN (--skip-missing skips such rows)",
                    line: before + row + 1,
                    column: column + 1)
            }
            skipped += 1
            if kept == nil { kept = Array(0..<row) }
        }
        return kept.map { sample.selecting($0) } ?? sample
    }
}
