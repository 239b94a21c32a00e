/// The entries of a zip archive, as NumPy's .npz files are: stored or deflated, with 64-bit sizes where needed
/// (PKWARE's APPNOTE 6.3). Everything that the directory says is checked against the size of the file.
struct ZipArchive {
    struct Entry: Equatable {
        let name: String
        let isDeflated: Bool
        let compressedSize: Int
        let size: Int
        let checksum: UInt32
        let headerOffset: Int
    }

    let entries: [Entry]
    private let path: String
    private let file: any SeekableSource
    private let size: Int

    init(_ file: any SeekableSource, path: String) throws {
        self.file = file
        self.path = path
        size = file.totalSize
        let tailStart = max(0, size - 65_557)
        try file.move(to: tailStart)
        let tail = try file.bytes(size - tailStart)
        guard
            let place = tail.indices.last(where: {
                $0 + 22 <= tail.count && tail.number(at: $0, 4) == 0x0605_4b50
            })
        else {
            throw ReadingError(path: path, reason: "the zip archive has no directory: it is incomplete")
        }
        var (count, length, offset) = (
            tail.number(at: place + 10, 2), tail.number(at: place + 12, 4), tail.number(at: place + 16, 4)
        )
        if place >= 20, tail.number(at: place - 20, 4) == 0x0706_4b50 {
            try file.move(to: ZipArchive.bounded(tail.number(at: place - 12, 8), size))
            let record = try file.bytes(56)
            guard record.count == 56 else {
                throw ReadingError(path: path, reason: "the zip directory is damaged")
            }
            (count, length, offset) = (
                record.number(at: 32, 8), record.number(at: 40, 8), record.number(at: 48, 8)
            )
        }
        guard offset >= 0, length >= 0, offset <= size, length <= size - offset else {
            throw ReadingError(
                path: path, reason: "the zip directory claims more than the file's \(size) bytes")
        }
        try file.move(to: offset)
        entries = try ZipArchive.entries(try file.bytes(length), count: count, path: path)
    }

    /// The bytes of an entry.
    func source(_ entry: Entry) throws -> any ByteSource {
        try file.move(to: ZipArchive.bounded(entry.headerOffset, size))
        let header = try file.bytes(30)
        guard header.count == 30, header.number(at: 0, 4) == 0x0403_4b50 else {
            throw ReadingError(
                path: path, reason: "the zip entry '\(entry.name)' is not where the directory says")
        }
        let start = entry.headerOffset + 30 + header.number(at: 26, 2) + header.number(at: 28, 2)
        guard entry.compressedSize >= 0, start <= size, entry.compressedSize <= size - start else {
            throw ReadingError(
                path: path, reason: "the zip entry '\(entry.name)' claims more than the file's \(size) bytes")
        }
        try file.move(to: start)
        let part = PartOfSource(file, count: entry.compressedSize)
        let bytes: any ByteSource =
            entry.isDeflated ? try InflatedSource(part, path: path, format: .raw) : part
        return CheckedSource(bytes, entry: entry, path: path)
    }

    private static func bounded(_ offset: Int, _ size: Int) -> Int { min(max(0, offset), size) }

    private static func entries(_ directory: [UInt8], count: Int, path: String) throws -> [Entry] {
        var entries: [Entry] = []
        var place = 0
        while place + 46 <= directory.count, directory.number(at: place, 4) == 0x0201_4b50 {
            let (nameLength, extraLength) = (
                directory.number(at: place + 28, 2), directory.number(at: place + 30, 2)
            )
            let end = place + 46 + nameLength + extraLength + directory.number(at: place + 32, 2)
            guard end <= directory.count else { break }
            let name = directory[place + 46..<place + 46 + nameLength]
            let extra = Array(directory[place + 46 + nameLength..<place + 46 + nameLength + extraLength])
            let method = directory.number(at: place + 10, 2)
            guard method == 0 || method == 8 else {
                throw ReadingError(
                    path: path, reason: "expected a stored or deflated zip entry, found method \(method)")
            }
            var wide = WideSizes(extra)
            let size = wide.value(directory.number(at: place + 24, 4))
            let compressed = wide.value(directory.number(at: place + 20, 4))
            entries.append(
                Entry(
                    name: ReadingError.printable(name, limit: 200), isDeflated: method == 8,
                    compressedSize: compressed, size: size,
                    checksum: UInt32(truncatingIfNeeded: directory.number(at: place + 16, 4)),
                    headerOffset: wide.value(directory.number(at: place + 42, 4))))
            place = end
        }
        guard entries.count == count else {
            throw ReadingError(
                path: path, reason: "the zip directory says \(count) entries and holds \(entries.count)")
        }
        return entries
    }
}

/// The 64-bit sizes of a directory entry, which stand in the order of the fields that are all ones.
private struct WideSizes {
    private var fields: [Int] = []

    init(_ extra: [UInt8]) {
        var place = 0
        while place + 4 <= extra.count {
            let length = extra.number(at: place + 2, 2)
            if extra.number(at: place, 2) == 1 {
                fields = stride(from: place + 4, to: min(place + 4 + length, extra.count) - 7, by: 8).map {
                    extra.number(at: $0, 8)
                }
            }
            place += 4 + length
        }
    }

    mutating func value(_ narrow: Int) -> Int {
        narrow == 0xffff_ffff && !fields.isEmpty ? fields.removeFirst() : narrow
    }
}

extension Array<UInt8> {
    /// A little-endian number of up to 8 bytes; numbers beyond Int.max come out negative.
    fileprivate func number(at place: Int, _ length: Int) -> Int {
        guard place >= 0, place + length <= count else { return -1 }
        return Int(
            truncatingIfNeeded: self[place..<place + length].reversed().reduce(UInt64(0)) {
                $0 << 8 | UInt64($1)
            })
    }
}

/// A source that can seek.
protocol SeekableSource: ByteSource {
    var totalSize: Int { get }
    func move(to offset: Int) throws
}

extension FileSource: SeekableSource {
    var totalSize: Int { size ?? 0 }
    func move(to offset: Int) throws { try seek(to: offset) }
}

extension MemorySource: SeekableSource {
    var totalSize: Int { count }
    func move(to offset: Int) throws { seek(to: offset) }
}

/// The next bytes of a source and no more.
private final class PartOfSource: ByteSource {
    private let source: any ByteSource
    private var left: Int

    init(_ source: any ByteSource, count: Int) {
        self.source = source
        left = count
    }

    var remaining: Int? { left }

    func read(into memory: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = try source.read(
            into: UnsafeMutableRawBufferPointer(rebasing: memory[..<min(memory.count, left)]))
        left -= count
        return count
    }
}

/// An entry's bytes, whose number and checksum are compared with the directory's at the end.
private final class CheckedSource: ByteSource {
    private let source: any ByteSource
    private let entry: ZipArchive.Entry
    private let path: String
    private var sum = CRC32()
    private var count = 0

    init(_ source: any ByteSource, entry: ZipArchive.Entry, path: String) {
        self.source = source
        self.entry = entry
        self.path = path
    }

    var remaining: Int? { entry.isDeflated ? nil : source.remaining }

    func read(into memory: UnsafeMutableRawBufferPointer) throws -> Int {
        let found = try source.read(into: memory)
        count += found
        if found > 0 {
            sum.update(UnsafeRawBufferPointer(rebasing: memory[..<found]))
        } else if memory.count > 0, sum.value != entry.checksum || count != entry.size {
            throw ReadingError(
                path: path, reason: "the zip entry '\(entry.name)' is damaged (its checksum is wrong)")
        }
        return found
    }
}
