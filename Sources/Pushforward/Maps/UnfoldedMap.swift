package import PushforwardNetworks
package import PushforwardNumerics

/// Two coordinates from one uniform number by iterating the tent map T(u) = 1 - |1 - 2u|.
///
/// (u, T^k u) is uniform on a curve of 2^k strokes whose distance W1 to the uniform square is at most 2^-k / 3:
/// the binary digits of u after the k-th become a second coordinate.
package enum TentMap {
    /// T applied `folds` times. Exact in binary arithmetic; a float has 23 digits to share between the two.
    package static func tent(_ u: Float, folds: Int) -> Float {
        (0..<folds).reduce(u) { v, _ in 1 - abs(1 - 2 * v) }
    }

    /// The points (u, T^k u) of n x 1 numbers u.
    package static func square(_ numbers: Matrix, folds: Int) -> Matrix {
        Matrix(columns: [numbers.values, numbers.values.map { tent($0, folds: folds) }])
    }
}

/// The map u -> (g1(u), g2(T^k u)) of two networks of one input and output each.
package struct UnfoldedMap: Sendable {
    /// Number of folds k.
    package let folds: Int
    /// g1
    package let first: Model
    /// g2
    package let second: Model

    /// The map of two networks.
    package init(folds: Int, first: Model, second: Model) {
        self.folds = folds
        self.first = first
        self.second = second
    }

    /// Images of n x 1 numbers as n x 2 points.
    package func callAsFunction(_ numbers: Matrix) -> Matrix {
        let plane = TentMap.square(numbers, folds: folds)
        return Matrix(columns: [
            first(numbers).values,
            second(Matrix(rows: plane.rows, columns: 1, values: plane.column(1))).values,
        ])
    }
}
