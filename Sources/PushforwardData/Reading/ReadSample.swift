import PushforwardNumerics

/// Reads a table of numbers: comma-, tab-, semicolon- or blank-separated text, gzip files of it, NumPy's .npy and .npz
/// arrays, or any of these but .npz from standard input (`-`). The first bytes of a file tell its format, not its name.
///
/// Text becomes double precision, and arrays keep their own. Memory holds the numbers and one chunk of the file. Choose
/// one array of several in an archive with `archive.npz:name`. O(bytes)
///
/// - Throws: ``ReadingError``, which names file, line, column, what was expected and what was found. Infinite numbers
///   are errors; missing ones are too, unless ``ReadingOptions/skipsMissing`` skips their rows.
public func readSample(_ path: String, options: ReadingOptions = ReadingOptions()) throws -> ReadTable {
    try TableReader(path: path, options: options).read()
}

/// Reads a table of numbers as ``readSample(_:options:)`` does, a part at a time, so memory holds one part. Arrays in
/// Fortran order come whole. O(bytes)
///
/// - Parameters:
///   - path: The file, `archive.npz:name`, or `-` for standard input.
///   - options: How to read it.
///   - rows: Maximum number of rows per part.
///   - body: Takes each part, in order.
/// - Throws: ``ReadingError``, and what the body throws.
public func readParts(
    _ path: String, options: ReadingOptions = ReadingOptions(), rows: Int = 1 << 16,
    _ body: (ReadTable) throws -> Void
) throws {
    try readParts(path, options: options, rows: rows, wants: { _ in true }) { try body($1) }
}

/// Reads a table a part at a time as ``readParts(_:options:rows:_:)`` does, with the parts' numbers; those that are not
/// wanted are left out without being read from an array, and without being parsed from text.
///
/// - Throws: ``ReadingError``, and what the body throws.
public func readParts(
    _ path: String, options: ReadingOptions, rows: Int, wants: (Int) -> Bool,
    _ body: (Int, ReadTable) throws -> Void
) throws {
    try withoutActuallyEscaping(body) { body in
        try withoutActuallyEscaping(wants) { wants in
            let sink = PartSink(rows: rows, wants: wants, body: body)
            let last = try TableReader(path: path, options: options, parts: sink).read()
            if last.sample.rows > 0 { try body(sink.count, last) }
        }
    }
}

/// What takes a table's rows a part at a time.
final class PartSink {
    let rows: Int
    /// Parts so far, those that were left out among them.
    private(set) var count = 0
    private let wants: (Int) -> Bool
    private let body: (Int, ReadTable) throws -> Void

    init(
        rows: Int, wants: @escaping (Int) -> Bool, body: @escaping (Int, ReadTable) throws -> Void
    ) {
        self.rows = rows
        self.wants = wants
        self.body = body
    }

    /// Whether the next part is wanted.
    var wantsNext: Bool { wants(count) }

    /// Takes the next part; `nil` for a part that was skipped.
    func take(_ part: ReadTable?) throws {
        count += 1
        if let part { try body(count - 1, part) }
    }
}

/// Detects the format of a source and calls the reader of that format.
struct TableReader {
    let path: String
    let options: ReadingOptions
    var parts: PartSink?

    func read() throws -> ReadTable {
        if let place = path.firstRange(of: ".npz:") {
            let file = String(path[..<place.upperBound].dropLast())
            let reader = TableReader(path: file, options: options, parts: parts)
            return try reader.read(try FileSource(path: file), entry: String(path[place.upperBound...]))
        }
        return try read(try FileSource(path: path), entry: nil)
    }

    func read(_ source: any SeekableSource, entry: String?) throws -> ReadTable {
        let isSeekable = (source as? FileSource).map { $0.size != nil } ?? true
        let head = try source.bytes(6)
        if head.starts(with: [0x50, 0x4b, 3, 4]) || head.starts(with: [0x50, 0x4b, 5, 6]) {
            guard isSeekable else {
                throw ReadingError(path: path, reason: "expected a file for a zip archive, found a stream")
            }
            return try readArchive(source, entry: entry)
        }
        guard entry == nil else {
            throw ReadingError(path: path, reason: "expected an .npz archive, found another file")
        }
        return try read(ResumedSource(head, then: source), head: head, isInflated: false)
    }

    private func read(_ source: any ByteSource, head: [UInt8], isInflated: Bool) throws -> ReadTable {
        if head.starts(with: [0x1f, 0x8b]) && !isInflated {
            let inflated = try InflatedSource(source, path: path, format: .gzip)
            let start = try inflated.bytes(6)
            return try read(ResumedSource(start, then: inflated), head: start, isInflated: true)
        }
        if head.starts(with: [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]) {
            return try NumPyReader(source, path: path, options: options).read(parts: parts)
        }
        return try DelimitedReader(source, path: path, options: options).read(
            size: source.remaining, parts: parts)
    }

    private func readArchive(_ source: any SeekableSource, entry: String?) throws -> ReadTable {
        let archive = try ZipArchive(source, path: path)
        let names = archive.entries.map { $0.name.hasSuffix(".npy") ? String($0.name.dropLast(4)) : $0.name }
        let listed = ReadingError.printable(Array(names.joined(separator: ", ").utf8), limit: 200)
        let chosen: ZipArchive.Entry
        if let entry {
            guard let index = names.firstIndex(of: entry) else {
                throw ReadingError(path: path, reason: "expected an array '\(entry)', found \(listed)")
            }
            chosen = archive.entries[index]
        } else {
            guard archive.entries.count == 1 else {
                throw ReadingError(
                    path: path,
                    reason:
                        "expected one array, found \(names.count): \(listed) (choose one with \(path):name)"
                )
            }
            chosen = archive.entries[0]
        }
        let bytes = try archive.source(chosen)
        let head = try bytes.bytes(6)
        guard head.starts(with: [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]) else {
            throw ReadingError(
                path: path, reason: "expected a NumPy array in '\(chosen.name)', found other bytes")
        }
        return try read(ResumedSource(head, then: bytes), head: head, isInflated: true)
    }
}
