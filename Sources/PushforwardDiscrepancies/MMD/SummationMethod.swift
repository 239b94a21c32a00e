/// How sums over all pairs of points are computed.
public enum SummationMethod: String, Sendable, Codable, CaseIterable {
    /// The fastest of the others that keeps the stated error.
    case automatic
    /// Every pair, in double precision. O((n + m)^2 d)
    case pairs
    /// Fourier sums on a grid, exact to a tolerance: Gaussian kernels in up to 3 dimensions. O(n + m)
    case fourier
    /// Quasi-random Fourier features, an estimate with a standard error: Gaussian kernels. O((n + m) d features)
    case features
    /// Sorting projections onto directions. O(directions (n + m) log(n + m))
    case sorting
}
