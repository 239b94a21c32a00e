extension Sample {
    /// The inner products of every row, less an origin, with a direction. O(n d)
    public func projections(onto direction: [Double], minus origin: [Double]) -> [Double] {
        precondition(
            direction.count == columns && origin.count == columns,
            "a direction of \(direction.count) and an origin of \(origin.count) coordinates for \(columns) columns"
        )
        let block = 1_024
        return [Double](unsafeUninitializedCapacity: rows) { result, count in
            withUnsafeTemporaryAllocation(of: Double.self, capacity: block * columns) { memory in
                let points = memory.baseAddress!
                for first in stride(from: 0, to: rows, by: block) {
                    let size = min(block, rows - first)
                    copyColumns(first..<first + size, minus: origin, to: points, stride: block)
                    for i in 0..<size {
                        var sum = 0.0
                        for c in 0..<columns { sum += direction[c] * points[c * block + i] }
                        result[first + i] = sum
                    }
                }
            }
            count = rows
        }
    }
}
