import CPushforwardKernels

/// The points of a sample as columns of doubles: coordinate c of point i, less an origin, is
/// `pointer[c * stride + i]`, the layout of the double-precision pair kernels.
package struct SampleColumns: Sendable {
    /// Number of coordinates d.
    package let dimension: Int
    /// Number of points.
    package let count: Int
    /// Distance between two coordinates of one point: the count padded for the kernels.
    package let stride: Int
    private let storage: AlignedArray<Double>

    /// The rows of a sample less an origin, zero by default. O(n d)
    package init(_ sample: Sample, minus origin: [Double]? = nil) {
        self.init(capacity: sample.rows, dimension: sample.columns) { pointer, stride in
            sample.copyColumns(
                0..<sample.rows, minus: origin ?? [Double](repeating: 0, count: sample.columns), to: pointer,
                stride: stride)
        }
    }

    /// Rows of the pooled sample, less the first row of the first sample.
    ///
    /// - Parameters:
    ///   - first: The first sample, with rows 0 ..< n of the pooled one.
    ///   - second: The second sample, with rows n ..< n + m.
    ///   - rows: Numbers of the rows to take, in the pooled sample.
    /// - Complexity: O(k d) for k rows.
    package init(pooling first: Sample, _ second: Sample, rows: [UInt32]) {
        let origin = first.firstRow
        self.init(capacity: rows.count, dimension: first.columns) { pointer, stride in
            for (place, row) in rows.enumerated() {
                let row = Int(row)
                for c in 0..<first.columns {
                    let value = row < first.rows ? first[row, c] : second[row - first.rows, c]
                    pointer[c * stride + place] = value - origin[c]
                }
            }
        }
    }

    /// All rows of two samples, those of the first first, less the first sample's first row. O((n + m) d)
    package init(pooling first: Sample, _ second: Sample) {
        self.init(pooling: first, second, rows: Array(0..<UInt32(first.rows + second.rows)))
    }

    private init(capacity: Int, dimension: Int, fill: (UnsafeMutablePointer<Double>, Int) -> Void) {
        self.dimension = dimension
        count = capacity
        stride = padded(max(capacity, 1))
        var storage = AlignedArray<Double>(zeros: stride * dimension)
        fill(storage.mutablePointer, stride)
        self.storage = storage
    }

    /// The coordinates, for reading; valid while this value lives.
    package var pointer: UnsafePointer<Double> { storage.pointer }
}
