import RealModule

/// Points that fill the unit cube more evenly than independent ones: a rank-1 lattice with a random shift,
/// ((i z / n + shift) mod 1), each point of which is uniform (Cranley and Patterson 1976).
///
/// In two dimensions the generator is that of a Fibonacci lattice where n is a Fibonacci number, and otherwise the
/// integer nearest to n times the golden ratio's inverse.
package enum RandomLattice {
    /// Fills rows of one or two uniform coordinates in (0, 1). O(n d)
    ///
    /// - Parameters:
    ///   - floats: Memory for n rows, row after row.
    ///   - dimension: Coordinates d per row, 1 or 2.
    ///   - random: The stream that gives the shift.
    package static func fill(
        _ floats: UnsafeMutableBufferPointer<Float>, dimension: Int, using random: inout RandomStream
    ) {
        precondition((1...2).contains(dimension), "lattices have 1 or 2 coordinates, not \(dimension)")
        let count = floats.count / dimension
        let shift = (0..<dimension).map { _ in random.uniform() }
        let inverse = (5.0.squareRoot() - 1) / 2
        let generators = [1, Int((Double(count) * inverse).rounded())]
        for c in 0..<dimension {
            for i in 0..<count {
                let place = Double(i * generators[c] % count) / Double(count) + shift[c]
                let wrapped = place < 1 ? place : place - 1
                floats[i * dimension + c] = Float(min(max(wrapped, 0x1p-24), 1 - 0x1p-24))
            }
        }
    }
}
