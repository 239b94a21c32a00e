extension Sample {
    /// A range of rows in single precision. O(count d)
    public func matrix(_ range: Range<Int>) -> Matrix {
        precondition(
            range.lowerBound >= 0 && range.upperBound <= rows, "a sample of \(rows) rows has no rows \(range)"
        )
        let places = range.lowerBound * columns..<range.upperBound * columns
        let values = withStorage(
            single: { Array(UnsafeBufferPointer(start: $0 + places.lowerBound, count: places.count)) },
            double: { numbers in places.map { Float(numbers[$0]) } })
        return Matrix(rows: range.count, columns: columns, values: values)
    }

    /// All rows in single precision. O(n d)
    public var matrix: Matrix { matrix(0..<rows) }
}
