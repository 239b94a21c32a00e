import PushforwardNumerics

/// Reads comma-, tab-, semicolon- or blank-separated text (RFC 4180 with quoted fields, any line ends), a record at a
/// time, so that memory holds the numbers and one chunk of text.
final class DelimitedReader {
    private static let blank: UInt8 = 0x20
    private let path: String
    private let options: ReadingOptions
    private let records: RecordBuffer
    private var delimiter: UInt8 = 0x2c
    private var names: [String] = []
    private var hasNames = false
    private var wanted: [Int] = []
    /// For each column of the file, its place in a row that is kept, or -1.
    private var places: [Int] = []
    private var skipped = 0
    private var row: [Double] = []

    init(_ source: any ByteSource, path: String, options: ReadingOptions) {
        self.path = path
        self.options = options
        records = RecordBuffer(source, path: path)
    }

    /// - Parameters:
    ///   - size: Bytes of the text where known, from which the number of rows is guessed.
    ///   - parts: Takes the rows in parts of so many records; the rest at the end is returned.
    func read(size: Int?, parts: PartSink? = nil) throws -> ReadTable {
        var first = try begin()
        let guess = min((size ?? 0) / max(2 * names.count, first.length + 1), 1 << 31)
        let limit = parts?.rows ?? Int(UInt32.max) / 2
        row = [Double](repeating: 0, count: names.count)
        var hasOthers = false
        while true {
            let isWanted = parts?.wantsNext ?? true
            var builder = SampleBuilder(
                columns: wanted.count, precision: .double, expectedRows: isWanted ? min(guess, limit) : 0)
            var taken = 0
            if let fields = first.fields.take() {
                if isWanted, try parseFields(fields) { append(to: &builder) }
                taken = 1
            }
            taken +=
                try isWanted
                ? parseRecords(limit - taken, into: &builder) : records.skip(limit - taken)
            hasOthers = hasOthers || !isWanted || builder.count > 0
            if taken < limit {
                guard hasOthers else { throw nothing() }
                return table(builder.finish())
            }
            guard let parts else {
                throw ReadingError(path: path, reason: "expected fewer than 2^31 rows, found more")
            }
            try parts.take(isWanted ? table(builder.finish()) : nil)
        }
    }

    private func nothing() -> ReadingError {
        let reason = skipped > 0 ? "missing values in all \(skipped) rows" : "none"
        return ReadingError(path: path, reason: "expected rows of numbers, found \(reason)")
    }

    /// Takes up to the given number of records; returns how many there were.
    private func parseRecords(_ limit: Int, into builder: inout SampleBuilder) throws -> Int {
        let isPlain = Set(wanted).count == wanted.count && delimiter != DelimitedReader.blank
        var taken = 0
        while taken < limit {
            if isPlain { taken += try parsePlainLines(into: &builder, limit: limit - taken) }
            guard taken < limit, let record = try records.next() else { break }
            taken += 1
            if !isBlank(record.bytes), try parseFields(split(record)) { append(to: &builder) }
        }
        return taken
    }

    private func table(_ sample: Sample) -> ReadTable {
        ReadTable(
            sample: sample, names: wanted.map { names[$0] }, hasNames: hasNames, skippedRows: skipped)
    }

    /// Finds the first record that is neither empty nor a comment, and from it the delimiter, the header and the columns.
    private func begin() throws -> (fields: [[UInt8]]?, length: Int) {
        var record = try records.next()
        while let found = record, isBlank(found.bytes) || withoutMark(found.bytes).first == 0x23 {
            record = try records.next()
        }
        guard let record else {
            throw ReadingError(path: path, reason: "expected rows of numbers, found nothing")
        }
        delimiter = options.delimiter ?? DelimitedReader.detected(record.bytes)
        var fields = split(record)
        fields[0] = Array(withoutMark(fields[0]))
        let looksNamed = fields.contains {
            DelimitedReader.number($0) == nil && !DelimitedReader.isMissing($0)
        }
        hasNames = options.header == .present || (options.header == .detected && looksNamed)
        names =
            hasNames ? fields.map { String(decoding: $0, as: UTF8.self) } : fields.indices.map { "\($0 + 1)" }
        wanted = try ColumnChoice(options.columns, names: names, path: path).indices
        places = [Int](repeating: -1, count: names.count)
        for (place, column) in wanted.enumerated() { places[column] = place }
        return (hasNames ? nil : fields, record.bytes.count)
    }

    private func append(to builder: inout SampleBuilder) {
        for column in wanted { builder.append(row[column]) }
    }

    /// Takes lines of plain numbers, up to one that is not plain or not whole in memory; returns how many.
    private func parsePlainLines(into builder: inout SampleBuilder, limit: Int) throws -> Int {
        var taken = 0
        var isPlain = true
        while isPlain && taken < limit {
            let lines = try records.wholeLines()
            guard lines.count > 0 else { break }
            let most = min(max(1, 16_384 / wanted.count), limit - taken)
            builder.withRoom(for: most * wanted.count) { memory in
                let run = PlainLines(lines, delimiter: delimiter, places: places, kept: wanted.count)
                    .parse(most, into: memory.assumingMemoryBound(to: Double.self))
                records.advance(bytes: run.bytes, lines: run.lines)
                isPlain = run.lines == most || run.bytes == lines.count
                taken += run.lines
                return run.lines * wanted.count
            }
        }
        return taken
    }

    /// Parses the fields of one record with all that tables may hold; false where the row is left out.
    private func parseFields(_ fields: [[UInt8]]) throws -> Bool {
        guard fields.count == names.count else {
            throw ReadingError(
                path: path, line: records.line,
                reason: "expected \(names.count) fields, found \(fields.count)")
        }
        for (column, field) in fields.enumerated() where places[column] >= 0 {
            if DelimitedReader.isMissing(field) {
                guard options.skipsMissing else {
                    let shown = field.isEmpty ? "nothing" : "'\(ReadingError.printable(field))'"
                    throw ReadingError(
                        path: path, line: records.line, column: column + 1,
                        reason: "expected a number, found \(shown) (--skip-missing skips such rows)")
                }
                skipped += 1
                return false
            }
            guard let value = DelimitedReader.number(field) else {
                throw ReadingError(
                    path: path, line: records.line, column: column + 1,
                    reason: "expected a number, found '\(ReadingError.printable(field))'")
            }
            guard value.isFinite else {
                throw ReadingError(
                    path: path, line: records.line, column: column + 1,
                    reason: "expected a finite number, found '\(ReadingError.printable(field))'")
            }
            row[column] = value
        }
        return true
    }

    private func isBlank(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 }
    }

    private func withoutMark<Bytes: Collection<UInt8>>(_ bytes: Bytes) -> Bytes.SubSequence {
        bytes.starts(with: [0xef, 0xbb, 0xbf]) ? bytes.dropFirst(3) : bytes[...]
    }

    private func split(_ record: RecordBuffer.Record) -> [[UInt8]] {
        FieldSplitter(delimiter: delimiter).fields(of: record.bytes)
    }

    private static func detected(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt8 {
        var isQuoted = false
        var seen = Set<UInt8>()
        for byte in bytes {
            if byte == 0x22 { isQuoted.toggle() }
            if !isQuoted { seen.insert(byte) }
        }
        return [0x09, 0x3b, 0x2c, blank].first { seen.contains($0) } ?? 0x2c
    }

    /// The number that a whole field is.
    static func number(_ field: [UInt8]) -> Double? {
        switch String(decoding: field, as: UTF8.self).lowercased() {
        case "inf", "+inf", "infinity", "+infinity": return .infinity
        case "-inf", "-infinity": return -.infinity
        default: break
        }
        return (field + [0x0a]).withUnsafeBufferPointer { bytes in
            guard let parsed = NumberParser.parse(bytes.baseAddress!),
                parsed.end == bytes.baseAddress! + field.count
            else { return nil }
            return parsed.value
        }
    }

    private static let missing: Set<String> = ["", "na", "n/a", "nan", "-nan", "null", "none", "?"]

    static func isMissing(_ field: [UInt8]) -> Bool {
        field.count <= 4 && missing.contains(String(decoding: field, as: UTF8.self).lowercased())
    }
}

/// Takes a record apart into fields without their quotation marks and the blanks around them.
struct FieldSplitter {
    let delimiter: UInt8

    func fields(of bytes: UnsafeBufferPointer<UInt8>) -> [[UInt8]] {
        var fields: [[UInt8]] = []
        var field: [UInt8] = []
        var isQuoted = false
        var wasQuoted = false
        var index = 0
        func trimmed() -> [UInt8] {
            guard !wasQuoted else { return field }
            let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
            return Array(field.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
        }
        while index < bytes.count {
            let byte = bytes[index]
            if isQuoted {
                if byte != 0x22 {
                    field.append(byte)
                } else if index + 1 < bytes.count, bytes[index + 1] == 0x22 {
                    field.append(byte)
                    index += 1
                } else {
                    isQuoted = false
                }
            } else if byte == 0x22 {
                isQuoted = true
                wasQuoted = true
                field.removeAll { $0 == 0x20 || $0 == 0x09 }
            } else if byte == delimiter || (delimiter == 0x20 && byte == 0x09) {
                // A run of blanks is one delimiter, and none at the ends of a record.
                if delimiter != 0x20 || !field.isEmpty || wasQuoted { fields.append(trimmed()) }
                field = []
                wasQuoted = false
            } else if !wasQuoted || (byte != 0x20 && byte != 0x09) {
                field.append(byte)
            }
            index += 1
        }
        if delimiter != 0x20 || !field.isEmpty || wasQuoted { fields.append(trimmed()) }
        return fields
    }
}
