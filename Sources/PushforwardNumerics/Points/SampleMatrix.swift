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

    /// Whether every number is finite. O(n d)
    public var isFinite: Bool {
        // Bits without the sign, largest over all numbers: a loop that vectorises, as a search for the first does not.
        let count = rows * columns
        return withStorage(
            single: { numbers in
                var largest: UInt32 = 0
                for i in 0..<count { largest = max(largest, numbers[i].magnitude.bitPattern) }
                return largest < Float.infinity.bitPattern
            },
            double: { numbers in
                var largest: UInt64 = 0
                for i in 0..<count { largest = max(largest, numbers[i].magnitude.bitPattern) }
                return largest < Double.infinity.bitPattern
            })
    }
}
