public import PushforwardNumerics

/// How a table of numbers is read.
public struct ReadingOptions: Sendable {
    /// Whether a text's first line names the columns.
    public enum Header: String, Sendable, CaseIterable {
        /// It does where one of its fields is not a number.
        case detected
        /// It does.
        case present
        /// It does not.
        case absent
    }

    /// Whether the first line names the columns; arrays have no names.
    public var header = Header.detected
    /// The columns to read, by name or by number from 1, in the wanted order; all by default.
    public var columns: [String]?
    /// The byte between fields, a space standing for any run of blanks; nil takes a tab, semicolon, comma or blanks,
    /// the first of these that the first line has.
    public var delimiter: UInt8?
    /// Whether rows with a missing value are left out; they are errors otherwise.
    public var skipsMissing = false

    /// The defaults.
    public init() {}
}

/// A table of numbers from a file.
public struct ReadTable: Sendable {
    /// The numbers.
    public let sample: Sample
    /// The columns' names; their numbers from 1 where the file has no names.
    public let names: [String]
    /// Whether the names come from the file.
    public let hasNames: Bool
    /// Rows left out for a missing value.
    public let skippedRows: Int
    /// Rows of the whole table, where they are known before its end: those of an array of which no rows are left out.
    public var rowCount: Int?
}

/// The columns to read among those that a file has.
struct ColumnChoice {
    let indices: [Int]

    init(_ wanted: [String]?, names: [String], path: String) throws {
        guard let wanted else {
            indices = Array(names.indices)
            return
        }
        indices = try wanted.map { text in
            if let index = names.firstIndex(of: text) { return index }
            if let number = Int(text), names.indices.contains(number - 1) { return number - 1 }
            let known = names.count <= 12 ? names.joined(separator: ", ") : "\(names.count) columns"
            let shown = ReadingError.printable(Array(known.utf8), limit: 200)
            throw ReadingError(
                path: path,
                reason: "expected a column '\(ReadingError.printable(Array(text.utf8)))', found \(shown)")
        }
        guard !indices.isEmpty else {
            throw ReadingError(path: path, reason: "expected at least one column, found none")
        }
    }
}
