package import PushforwardNetworks
import PushforwardNumerics

/// The distribution of one layer's weights.
package struct WeightStatistics: Sendable, Codable, Equatable {
    /// Mean.
    package let mean: Double
    /// Standard deviation.
    package let standardDeviation: Double
    /// Excess kurtosis; 0 for a normal distribution. `nil` where all weights are equal.
    package let excessKurtosis: Double?
    /// Share of the weights below 1e-3 in size.
    package let nearZero: Double
    /// Largest size.
    package let largest: Double

    /// Of a list of weights.
    package init(_ weights: [Float]) {
        let values = weights.map(Double.init)
        mean = Statistics.mean(values)
        standardDeviation = Statistics.standardDeviation(values)
        let kurtosis = Statistics.excessKurtosis(values)
        excessKurtosis = kurtosis.isFinite ? kurtosis : nil
        nearZero = Double(values.count { abs($0) < 1e-3 }) / Double(values.count)
        largest = values.map(abs).max() ?? 0
    }

    /// Of every layer of a network.
    package static func ofLayers(_ network: Network) -> [WeightStatistics] {
        (0..<network.shape.layerCount).map { WeightStatistics(network.weights(ofLayer: $0)) }
    }
}
