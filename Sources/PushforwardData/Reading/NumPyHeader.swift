/// The header of an .npy array.
struct NumPyHeader {
    let rows: Int
    let columns: Int
    let itemSize: Int
    let isSwapped: Bool
    let isFortran: Bool
    private static let longest = 1 << 20

    init(_ source: any ByteSource, path: String) throws {
        func error(_ reason: String) -> ReadingError { ReadingError(path: path, reason: reason) }
        let start = try source.bytes(8)
        guard start.count == 8 else { throw error("the NumPy header ends before it is complete") }
        guard (1...3).contains(start[6]) else {
            throw error("expected NumPy format version 1, 2 or 3, found \(start[6])")
        }
        let field = try source.bytes(start[6] == 1 ? 2 : 4)
        let length = field.reversed().reduce(0) { $0 << 8 | Int($1) }
        guard length <= NumPyHeader.longest else {
            throw error("expected a NumPy header of at most \(NumPyHeader.longest) bytes, found \(length)")
        }
        let text = try source.bytes(length)
        guard text.count == length else { throw error("the NumPy header ends before it is complete") }
        let words = HeaderWords(text)
        guard let type = words.quoted(after: "descr"), let order = words.word(after: "fortran_order"),
            let shape = words.shape
        else {
            throw error("expected a NumPy header with descr, fortran_order and shape, found '\(words.shown)'")
        }
        switch type.drop(while: { "<>=|".contains($0) }) {
        case "f4": itemSize = 4
        case "f8": itemSize = 8
        default:
            throw error(
                "expected an array of float32 or float64, found '\(ReadingError.printable(Array(type.utf8)))'"
            )
        }
        isSwapped = type.first == ">"
        isFortran = order == "True"
        guard shape.count == 1 || shape.count == 2, (shape.count == 1 ? 1 : shape[1]) > 0 else {
            throw error("expected an array of 1 or 2 dimensions with columns, found \(shape.count): \(shape)")
        }
        rows = shape[0]
        columns = shape.count == 1 ? 1 : shape[1]
        guard columns <= 1 << 24 else { throw error("expected at most 2^24 columns, found \(columns)") }
    }
}

/// The dictionary of an .npy header, a literal of Python's.
private struct HeaderWords {
    private let text: String

    init(_ bytes: [UInt8]) { text = String(decoding: bytes, as: UTF8.self) }

    var shown: String { ReadingError.printable(Array(text.utf8)) }

    private func rest(after key: String) -> Substring? {
        for quote in ["'", "\""] {
            guard let place = text.firstRange(of: quote + key + quote) else { continue }
            let rest = text[place.upperBound...].drop { $0 == " " }
            return rest.first == ":" ? rest.dropFirst().drop { $0 == " " } : nil
        }
        return nil
    }

    func quoted(after key: String) -> Substring? {
        guard let rest = rest(after: key), let quote = rest.first, quote == "'" || quote == "\"" else {
            return nil
        }
        return rest.dropFirst().prefix { $0 != quote }
    }

    func word(after key: String) -> Substring? {
        rest(after: key)?.prefix { $0.isLetter }
    }

    var shape: [Int]? {
        guard let rest = rest(after: "shape"), rest.first == "(", let end = rest.firstIndex(of: ")") else {
            return nil
        }
        let parts = rest[rest.index(after: rest.startIndex)..<end].split(separator: ",").map { part in
            part.filter { $0 != " " && $0 != "L" }
        }.filter { !$0.isEmpty }
        let numbers = parts.compactMap { Int($0) }
        return numbers.count == parts.count && numbers.allSatisfy { $0 >= 0 } ? numbers : nil
    }
}
