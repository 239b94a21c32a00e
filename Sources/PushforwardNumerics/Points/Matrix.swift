/// Points as rows: a row-major n x d matrix of single-precision numbers.
public struct Matrix: Sendable, Equatable {
    /// Number of points n.
    public let rows: Int
    /// Dimension d of each point.
    public let columns: Int
    /// The numbers, row after row: element (i, c) is `values[i * columns + c]`.
    public var values: [Float]

    /// A matrix of the given numbers.
    ///
    /// - Parameters:
    ///   - rows: Number of points n.
    ///   - columns: Number of coordinates d per point.
    ///   - values: The n d numbers, row after row.
    public init(rows: Int, columns: Int, values: [Float]) {
        precondition(
            rows >= 0 && columns >= 1 && values.count == rows * columns,
            "a \(rows) x \(columns) matrix has \(rows * columns) elements, not \(values.count)")
        self.rows = rows
        self.columns = columns
        self.values = values
    }

    /// A matrix of zeros. O(n d)
    public init(rows: Int, columns: Int) {
        self.init(rows: rows, columns: columns, values: [Float](repeating: 0, count: rows * columns))
    }

    /// A matrix with the given columns side by side; all have the same length. O(n d)
    public init(columns: [[Float]]) {
        let rows = columns[0].count
        precondition(
            columns.allSatisfy { $0.count == rows },
            "columns have one length, not \(columns.map(\.count))")
        self.init(rows: rows, columns: columns.count)
        for (c, column) in columns.enumerated() {
            for (i, value) in column.enumerated() { self[i, c] = value }
        }
    }

    /// Coordinate `column` of point `row`.
    public subscript(row: Int, column: Int) -> Float {
        get { values[row * columns + column] }
        set { values[row * columns + column] = newValue }
    }

    /// One coordinate of every point. O(n)
    public func column(_ column: Int) -> [Float] {
        (0..<rows).map { values[$0 * columns + column] }
    }

    /// One coordinate of every point in double precision. O(n)
    public func doubles(_ column: Int) -> [Double] {
        (0..<rows).map { Double(values[$0 * columns + column]) }
    }

    /// The points of the given row numbers, in their order. O(count d)
    public func selecting(_ indices: some Collection<Int>) -> Matrix {
        var picked = [Float]()
        picked.reserveCapacity(indices.count * columns)
        for i in indices { picked.append(contentsOf: values[i * columns..<(i + 1) * columns]) }
        return Matrix(rows: indices.count, columns: columns, values: picked)
    }

    /// The points of a range of rows. O(count d)
    public func slice(_ range: Range<Int>) -> Matrix {
        Matrix(
            rows: range.count, columns: columns,
            values: Array(values[range.lowerBound * columns..<range.upperBound * columns]))
    }

    /// These points followed by others of the same dimension. O(n d)
    public func appending(_ other: Matrix) -> Matrix {
        precondition(
            columns == other.columns, "points of \(columns) and \(other.columns) coordinates do not mix")
        return Matrix(rows: rows + other.rows, columns: columns, values: values + other.values)
    }
}
