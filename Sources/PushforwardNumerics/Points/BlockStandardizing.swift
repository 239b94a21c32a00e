/// A standardizing of blocks of rows: its numbers repeated for each row, so that the loops over them fill vectors.
package struct BlockStandardizing: Sendable {
    /// Whether it changes nothing.
    package let isIdentity: Bool
    private let dimension: Int
    private let rows: Int
    private let offset: [Float]
    private let scale: [Float]

    /// For blocks of up to `rows` rows. O(rows d)
    package init(_ standardising: Standardizing, rows: Int) {
        isIdentity = standardising.isIdentity
        dimension = standardising.dimension
        self.rows = rows
        offset = (0..<rows).flatMap { _ in standardising.offset }
        scale = (0..<rows).flatMap { _ in standardising.scale }
    }

    /// (x - offset) / scale of the numbers of some rows, to a place that may be theirs. O(rows d)
    package func apply(
        _ points: UnsafePointer<Float>, rows: Int, to result: UnsafeMutablePointer<Float>
    ) {
        withNumbers(of: rows) { offset, scale, count in
            for i in 0..<count { result[i] = (points[i] - offset[i]) / scale[i] }
        }
    }

    /// scale x + offset of the numbers of some rows, in place. O(rows d)
    package func invert(_ points: UnsafeMutablePointer<Float>, rows: Int) {
        withNumbers(of: rows) { offset, scale, count in
            for i in 0..<count { points[i] = points[i] * scale[i] + offset[i] }
        }
    }

    private func withNumbers(
        of rows: Int, _ body: (UnsafePointer<Float>, UnsafePointer<Float>, Int) -> Void
    ) {
        precondition(rows <= self.rows, "\(rows) rows exceed a block of \(self.rows)")
        offset.withUnsafeBufferPointer { offset in
            scale.withUnsafeBufferPointer { scale in
                guard let offset = offset.baseAddress, let scale = scale.baseAddress else { return }
                body(offset, scale, rows * dimension)
            }
        }
    }
}
