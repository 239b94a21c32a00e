import RealModule

/// Rounds numbers to multiples of a power of two, so that their sums are exact and hence the same bits in any order: by
/// threads, by parts of a sample, by machines.
///
/// A term x becomes (x + s) - s with s = 1.5 2^52 u, whose unit in the last place is u. For a bound B the unit u is 2^-52
/// times the power of two from B on. Terms of size B / 2 at most are off by u / 2 at most, and sums of terms whose sizes
/// add up to 2 B at most are exact, as they are multiples of u below 2^53 u. Source: the rounding in advance of Demmel
/// and Nguyen, "Parallel reproducible summation" (2015), with one bin.
public struct ReproducibleRounding: Sendable {
    /// What is added to a term and taken away again; 0 for none.
    public let shift: Double

    /// Rounding for terms of size `bound` / 2 at most whose sizes add up to 2 `bound` at most; none where the bound is 0.
    public init(sumsUpTo bound: Double) {
        shift = bound > 0 ? 1.5 * Double.exp2(Double.log2(bound).rounded(.up)) : 0
    }

    /// Leaves terms as they are.
    public static let none = ReproducibleRounding(sumsUpTo: 0)

    /// The unit u of which rounded terms are multiples.
    public var unit: Double { shift / 1.5 * 0x1p-52 }

    /// A term as a multiple of the unit.
    @inlinable public func callAsFunction(_ term: Double) -> Double { (term + shift) - shift }
}
