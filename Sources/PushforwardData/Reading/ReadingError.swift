/// A table of numbers that can't be read: which file, where in it, what was expected and what was found.
public struct ReadingError: Error, CustomStringConvertible, Equatable {
    /// The path as the user knows it; `-` is standard input.
    public let path: String
    /// Line of a text or row of an array, from 1.
    public let line: Int?
    /// Column, from 1.
    public let column: Int?
    /// What was expected and what was found.
    public let reason: String

    /// A failure at a place in a file.
    ///
    /// - Parameters:
    ///   - path: The path as the user knows it; `-` is standard input.
    ///   - line: Line of a text or row of an array, from 1.
    ///   - column: Column, from 1.
    ///   - reason: What was expected and what was found.
    public init(path: String, line: Int? = nil, column: Int? = nil, reason: String) {
        self.path = path
        self.line = line
        self.column = column
        self.reason = reason
    }

    /// The error in one line.
    public var description: String {
        var place = path == "-" ? "standard input" : ReadingError.printable(Array(path.utf8), limit: 400)
        if let line { place += ": line \(line)" }
        if let column { place += ", column \(column)" }
        return place + ": " + reason
    }

    /// Bytes of a file as text for a message: what is not printable ASCII or valid UTF-8 becomes \xNN, and long text
    /// is cut.
    static func printable(_ bytes: some Collection<UInt8>, limit: Int = 40) -> String {
        let part = Array(bytes.prefix(limit))
        let isText = String(validating: part, as: UTF8.self) != nil
        var result = ""
        var plain: [UInt8] = []
        for byte in part {
            if byte >= 0x20 && byte != 0x7f && (byte < 0x80 || isText) {
                plain.append(byte)
            } else {
                result += String(decoding: plain, as: UTF8.self)
                plain = []
                let digits = String(byte, radix: 16)
                result += "\\x" + (digits.count < 2 ? "0" : "") + digits
            }
        }
        return result + String(decoding: plain, as: UTF8.self) + (bytes.count > limit ? "..." : "")
    }
}
