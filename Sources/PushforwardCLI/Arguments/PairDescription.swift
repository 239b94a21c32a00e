import PushforwardGraphics

/// What a report says of two samples beside what was found: files, sizes, columns.
struct PairDescription {
    /// The file, pattern or folder of each sample, as the user named it.
    let paths: [String]
    /// Rows of each sample.
    let rows: [Int]
    /// Names of the columns.
    let columns: [String]

    /// Names of the files without their folders, or their paths where those are the same.
    var labels: (first: String, second: String) {
        let short = paths.map { path in
            path == "-" ? "standard input" : String(path.split(separator: "/").last ?? Substring(path))
        }
        return short[0] == short[1] ? (paths[0], paths[1]) : (short[0], short[1])
    }

    /// The sizes, as the first line of a report.
    var headline: String {
        let (first, second) = labels
        return
            "\(first): \(NumberText.grouped(rows[0])) rows, \(second): \(NumberText.grouped(rows[1])) rows, "
            + "\(columns.count) column\(columns.count == 1 ? "" : "s")"
    }
}
