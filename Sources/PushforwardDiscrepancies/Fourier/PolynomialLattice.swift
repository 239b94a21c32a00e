package import PushforwardNumerics
import RealModule

/// Quasi-random points of the unit cube: a polynomial lattice of 2^m points in base 2 (Niederreiter 1992), built one
/// coordinate after the other so that its mean squared error over random digital shifts is small (Dick and Pillichshammer,
/// "Digital Nets and Sequences", 2010, chapter 10), with the weight 4 / d for every coordinate.
///
/// For squared MMDs by Fourier features its error equals that of Sobol points with scrambling, without their tables.
/// Each coordinate takes the best of 64 generators. O(64 d 2^m)
package struct PolynomialLattice: Sendable {
    /// m, the binary logarithm of the number of points.
    package let bits: Int
    /// For each coordinate, the m-bit numbers of the 2^m points.
    private let coordinates: [[UInt32]]

    /// Irreducible polynomials of degree m over the field of two elements, as bits, for m = 6 ... 12.
    private static let moduli: [Int: UInt32] = [
        6: 0x43, 7: 0x83, 8: 0x11d, 9: 0x211, 10: 0x409, 11: 0x805, 12: 0x1053,
    ]

    /// A lattice of 2^bits points, bits from 6 to 12.
    package init(dimension: Int, bits: Int) {
        precondition(
            dimension >= 1 && PolynomialLattice.moduli[bits] != nil,
            "\(dimension) coordinates and 2^\(bits) points; at least 1 and 2^6 to 2^12 are possible")
        self.bits = bits
        let count = 1 << bits
        let weight = 4 / Double(dimension)
        let quality = PolynomialLattice.quality(bits)
        var errors = [Double](repeating: 1, count: count)
        var coordinates = [[UInt32]]()
        var state: UInt32 = 1
        for _ in 0..<dimension {
            var best = PolynomialLattice.points(generator: 1, bits: bits)
            if !coordinates.isEmpty {
                let candidates = (0..<64).map { _ in
                    state = (1_103_515_245 &* state &+ 12_345) & 0x7fff_ffff
                    return PolynomialLattice.points(
                        generator: 1 + (state >> 8) % UInt32(count - 1), bits: bits)
                }
                let scores = candidates.map { points in
                    zip(errors, points).reduce(0.0) { $0 + $1.0 * quality[Int($1.1)] }
                }
                best = candidates[scores.indices.min { scores[$0] < scores[$1] }!]
            }
            for k in 0..<count { errors[k] *= 1 + weight * quality[Int(best[k])] }
            coordinates.append(best)
        }
        self.coordinates = coordinates
    }

    /// The points [point][coordinate] moved by a random digital shift, each then uniform on (0, 1)^d.
    package func shifted(using random: inout RandomStream) -> [[Double]] {
        let shifts = coordinates.map { _ in UInt32(truncatingIfNeeded: random.next()) >> 2 }
        return (0..<1 << bits).map { k in
            coordinates.indices.map { j in
                (Double((coordinates[j][k] << UInt32(30 - bits)) ^ shifts[j]) + 0.5) * 0x1p-30
            }
        }
    }

    /// Mean over shifts of the squared error's factor: 1/6 - 2^(floor(log2 x) - 1), and 1/6 at x = 0.
    private static func quality(_ bits: Int) -> [Double] {
        (0..<1 << bits).map { v in
            guard v > 0 else { return 1.0 / 6 }
            let exponent = (Int.bitWidth - 1 - v.leadingZeroBitCount) - bits - 1
            return 1.0 / 6 - Double(sign: .plus, exponent: exponent, significand: 1)
        }
    }

    /// One coordinate of all points: sums over the field of the leading digits of generator / modulus.
    private static func points(generator: UInt32, bits m: Int) -> [UInt32] {
        var (remainder, digits) = (generator, UInt32(0))
        for _ in 0..<2 * m {
            remainder <<= 1
            let digit = remainder >> UInt32(m)
            digits = digits << 1 | digit
            if digit == 1 { remainder ^= moduli[m]! }
        }
        let mask = UInt32(1) << UInt32(m) - 1
        var points: [UInt32] = [0]
        for c in 0..<m {
            let column = (digits >> UInt32(m - c)) & mask
            points += points.map { $0 ^ column }
        }
        return points
    }
}
