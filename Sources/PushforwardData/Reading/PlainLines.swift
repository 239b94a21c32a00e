/// Lines of numbers without quotation marks, blanks or missing values, which is most of most files: parsed without
/// looking for their ends first.
struct PlainLines {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let delimiter: UInt8
    /// For each column, its place in a kept row, or -1.
    private let places: [Int]
    private let kept: Int

    /// - Parameter bytes: Whole lines.
    init(_ bytes: UnsafeBufferPointer<UInt8>, delimiter: UInt8, places: [Int], kept: Int) {
        self.bytes = bytes
        self.delimiter = delimiter
        self.places = places
        self.kept = kept
    }

    /// Parses up to `most` lines and stops before one that is not plain.
    func parse(_ most: Int, into rows: UnsafeMutablePointer<Double>) -> (bytes: Int, lines: Int) {
        let start = bytes.baseAddress!
        let end = start + bytes.count
        var (p, lines) = (start, 0)
        places.withUnsafeBufferPointer { places in
            while lines < most && p < end {
                guard let next = line(p, places, into: rows + lines * kept) else { break }
                p = next
                lines += 1
            }
        }
        return (p - start, lines)
    }

    /// Parses one line and returns where the next begins; nil where the line is not plain.
    @inline(__always)
    private func line(
        _ start: UnsafePointer<UInt8>, _ places: UnsafeBufferPointer<Int>,
        into row: UnsafeMutablePointer<Double>
    ) -> UnsafePointer<UInt8>? {
        var p = start
        for column in 0..<places.count {
            if column > 0 {
                guard p.pointee == delimiter else { return nil }
                p += 1
            }
            if places[column] >= 0 {
                guard let parsed = NumberParser.parse(p), parsed.value.isFinite else { return nil }
                row[places[column]] = parsed.value
                p = parsed.end
            } else {
                while p.pointee != delimiter && p.pointee != 0x0a {
                    if p.pointee == 0x22 { return nil }
                    p += 1
                }
            }
        }
        if p.pointee == 0x0d { p += 1 }
        return p.pointee == 0x0a ? p + 1 : nil
    }
}
