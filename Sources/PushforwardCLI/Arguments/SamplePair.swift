import Pushforward

/// Two samples with the same columns.
struct SamplePair {
    let x: Sample
    let y: Sample
    let names: [String]
    let paths: (first: String, second: String)

    /// Names of the files without their folders, or their paths if those names are equal.
    var labels: (first: String, second: String) {
        let labels = SamplePair.labels([paths.first, paths.second])
        return (labels[0], labels[1])
    }

    private static func labels(_ paths: [String]) -> [String] {
        let short = paths.map { path in
            path == "-" ? "standard input" : String(path.split(separator: "/").last ?? Substring(path))
        }
        return short[0] == short[1] ? paths : short
    }

    /// The first line of a report: names and sizes.
    var headline: String {
        SamplePair.headline([paths.first, paths.second], rows: [x.rows, y.rows], columns: names.count)
    }

    /// The first line of a report on two samples by their paths.
    static func headline(_ paths: [String], rows: [Int], columns: Int) -> String {
        let labels = labels(paths)
        return
            "\(labels[0]): \(TestReport.grouped(rows[0])) rows, \(labels[1]): \(TestReport.grouped(rows[1])) rows, "
            + "\(columns) column\(columns == 1 ? "" : "s")"
    }

    /// Throws unless both samples have enough rows.
    func requireRows(_ minimum: Int) throws {
        for (sample, path) in [(x, paths.first), (y, paths.second)] where sample.rows < minimum {
            throw ReadingError(path: path, reason: "expected at least \(minimum) rows, found \(sample.rows)")
        }
    }
}
