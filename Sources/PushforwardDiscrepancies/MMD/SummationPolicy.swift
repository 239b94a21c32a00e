/// Which sum over pairs is taken where nothing else is asked for; all limits by rows are here. Rows are those of both
/// samples together.
///
/// | rows | Gaussian kernel, up to 3 columns | Gaussian kernel, more columns | energy distance |
/// |---|---|---|---|
/// | up to 5,000 | pairs | pairs | pairs |
/// | up to 100,000 | Fourier sums | pairs | pairs |
/// | beyond | Fourier sums | features | directions, by sorting |
///
/// 12 million pairs take about as long as a grid and its transform, and are exact. 5 10^9 pairs take some seconds on a core,
/// which an exact value is worth: features and directions have an error. Other kernels take pairs at any size, and one
/// column sorts for its energy distance. A method that cannot serve is replaced by what the table says.
package struct SummationPolicy: Sendable {
    /// Rows up to which pairs are as fast as Fourier sums.
    package static let fewRows = 5_000
    /// Rows up to which pairs take some seconds.
    package static let mostPairRows = 100_000
    /// Columns up to which a grid of Fourier sums is small.
    package static let mostFourierColumns = 3
    private let method: SummationMethod
    private let kernel: Kernel.Family
    private let rows: Int
    private let columns: Int

    /// The policy for a method that was asked for and pooled samples.
    package init(_ method: SummationMethod, kernel: Kernel.Family, rows: Int, columns: Int) {
        self.method = method
        self.kernel = kernel
        self.rows = rows
        self.columns = columns
    }

    /// Whether Fourier sums are taken, as far as can be told without the rows: a grid may prove too large.
    package var prefersFourier: Bool {
        guard kernel == .gaussian, columns <= SummationPolicy.mostFourierColumns else { return false }
        switch method {
        case .fourier: return true
        case .pairs, .features: return false
        case .automatic, .sorting: return rows > SummationPolicy.fewRows
        }
    }

    /// Whether a test takes Fourier sums on a grid that covers one period of the data: that is a kernel too, though not the
    /// Gaussian one, and in 3 columns all pairs serve better unless Fourier sums were asked for.
    package var allowsPeriods: Bool { columns < SummationPolicy.mostFourierColumns || method == .fourier }

    /// The method where Fourier sums are not taken.
    package var otherwise: SummationMethod {
        guard kernel == .gaussian, method != .pairs else { return .pairs }
        return method == .features || rows > SummationPolicy.mostPairRows ? .features : .pairs
    }

    /// The method of the energy distance.
    package static func energy(_ method: SummationMethod, rows: Int) -> SummationMethod {
        method == .pairs || rows <= mostPairRows ? .pairs : .sorting
    }
}
