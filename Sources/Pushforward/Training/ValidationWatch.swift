import PushforwardDiscrepancies
import PushforwardNetworks
package import PushforwardNumerics

/// Points that training never sees, and when to stop by them.
package struct ValidationWatch: Sendable {
    /// Fixed points of the source.
    package let source: Matrix
    /// Points of the target.
    package let target: Matrix
    /// Share of the steps without a better distance after which training ends.
    package let patience: Double

    /// Watches the sliced Wasserstein distance of order 1 between the images of `source` and `target`.
    package init(source: Matrix, target: Matrix, patience: Double) {
        self.source = source
        self.target = target
        self.patience = patience
    }
}

/// The best network by validation so far.
///
/// A small validation set's distance wavers from check to check, and the last steps, with their small learning rates, are
/// worth having. So means over 10 checks are compared: where the mean stays more than 50 % above the best, training stops,
/// and where it ends so, the best network takes the last one's place.
struct ValidationState: Sendable {
    /// What changes from check to check.
    struct Progress: Sendable, Codable {
        /// Parameters of the best network.
        var best: [Float]?
        var bestMean = Double.greatestFiniteMagnitude
        var recent: [Double] = []
        var bestStep = 0
        /// Step since which the mean has been more than 50 % above the best; `nil` where it is not.
        var worseSince: Int?
        var lastStep = 0
    }

    private static let window = 10
    var progress = Progress()
    private let watch: ValidationWatch
    private let patience: Int
    private let sliced: SlicedWasserstein

    init(_ watch: ValidationWatch, steps: Int) {
        self.watch = watch
        patience = max(1, Int(watch.patience * Double(steps)))
        sliced = SlicedWasserstein(dimension: watch.target.columns, directions: 64, seed: 2)
    }

    /// The network to take in place of the last one, and its step.
    var replacement: (parameters: [Float], step: Int)? {
        guard let best = progress.best, progress.worseSince != nil else { return nil }
        return (best, progress.bestStep)
    }

    /// Whether training is over before its last step.
    var hasStopped: Bool { progress.worseSince.map { progress.lastStep - $0 > patience } ?? false }

    /// The distance of a network's images; the network is kept where none was better. O(points parameters)
    mutating func check(_ network: Network, step: Int) -> Double {
        let distance = sliced.distance(network(watch.source), watch.target)
        progress.lastStep = step
        progress.recent = Array((progress.recent + [distance]).suffix(ValidationState.window))
        guard progress.recent.count == ValidationState.window else { return distance }
        let mean = Statistics.mean(progress.recent)
        if mean < progress.bestMean {
            progress.best = network.parameters.numbers
            progress.bestMean = mean
            progress.bestStep = step
        }
        progress.worseSince = mean > 1.5 * progress.bestMean ? progress.worseSince ?? step : nil
        return distance
    }
}
