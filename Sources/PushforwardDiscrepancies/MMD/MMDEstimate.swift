import PushforwardNumerics

/// An estimate of the squared maximum mean discrepancy with all that it depends on: what `squaredMMD(between:and:)` gives.
public struct MMDEstimate: Sendable, Codable, Equatable {
    /// The estimate.
    public let value: Double
    /// Its standard error as an estimate of the exact sum; nil where sums are exact up to rounding or a tolerance.
    public let standardError: Double?
    /// The kernel.
    public let kernel: Kernel
    /// The bandwidth r.
    public let bandwidth: Double
    /// U- or V-statistic.
    public let estimator: Estimator
    /// How sums were computed.
    public let method: SummationMethod

    /// The mean of estimates that are independent where there are several.
    init(
        _ means: [KernelMeans], _ method: SummationMethod, _ kernel: Kernel, _ bandwidth: Double,
        _ estimator: Estimator, _ rows: (Int, Int)
    ) {
        let estimates = means.map { $0.squaredMMD(rows.0, rows.1, estimator) }
        let spread = Statistics.standardDeviation(estimates) / Double(estimates.count).squareRoot()
        value = Statistics.mean(estimates)
        standardError = method == .features ? spread : nil
        self.kernel = kernel
        self.bandwidth = bandwidth
        self.estimator = estimator
        self.method = method
    }
}
