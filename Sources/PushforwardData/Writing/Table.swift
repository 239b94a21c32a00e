/// A table of text cells, written as comma-separated values (RFC 4180).
package struct Table: Sendable, Equatable, Codable {
    /// Names of the columns.
    package var header: [String]
    /// One list of cells per row, as many cells as the header has.
    package var rows: [[String]]

    /// A table; each row has as many cells as the header.
    package init(header: [String], rows: [[String]]) {
        precondition(
            rows.allSatisfy { $0.count == header.count },
            "rows have \(Set(rows.map(\.count)).sorted()) cells under \(header.count) names")
        self.header = header
        self.rows = rows
    }

    /// The table as comma-separated values with a header line. O(cells)
    package var commaSeparated: String {
        ([header] + rows).map { $0.map(Table.quoted).joined(separator: ",") + "\n" }.joined()
    }

    private static func quoted(_ cell: String) -> String {
        guard cell.contains(where: { ",\"\n\r".contains($0) }) else { return cell }
        return "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
            + "\""
    }
}
