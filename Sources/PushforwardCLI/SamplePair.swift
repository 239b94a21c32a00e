import Pushforward

/// Two samples with the same columns.
struct SamplePair {
    let x: Sample
    let y: Sample
    let names: [String]
    let paths: (first: String, second: String)

    /// Names of the files without their folders, or their paths where those are the same.
    var labels: (first: String, second: String) {
        let short = [paths.first, paths.second].map { path in
            path == "-" ? "standard input" : String(path.split(separator: "/").last ?? Substring(path))
        }
        return short[0] == short[1] ? paths : (short[0], short[1])
    }

    /// The sizes, as the first line of a report.
    var headline: String {
        let (first, second) = labels
        let columns = names.count
        return "\(first): \(TestReport.grouped(x.rows)) rows, \(second): \(TestReport.grouped(y.rows)) rows, "
            + "\(columns) column\(columns == 1 ? "" : "s")"
    }

    /// Throws unless both samples have enough rows.
    func requireRows(_ least: Int) throws {
        for (sample, path) in [(x, paths.first), (y, paths.second)] where sample.rows < least {
            throw ReadingError(path: path, reason: "expected at least \(least) rows, found \(sample.rows)")
        }
    }
}
