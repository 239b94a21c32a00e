import PushforwardDiscrepancies
import PushforwardNetworks
import PushforwardNumerics

/// Points that training never sees, and when to stop by them.
public struct ValidationWatch: Sendable {
    /// Fixed points of the source.
    public let source: Matrix
    /// Points of the target.
    public let target: Matrix
    /// Share of the steps without a better distance after which training ends.
    public let patience: Double

    /// Watches the sliced Wasserstein distance of order 1 between the images of `source` and `target`.
    public init(source: Matrix, target: Matrix, patience: Double) {
        self.source = source
        self.target = target
        self.patience = patience
    }
}

/// The best network by validation so far.
struct ValidationState: Sendable {
    /// What changes from check to check.
    struct Progress: Sendable, Codable {
        /// Parameters of the best network.
        var best: [Float]?
        var bestDistance = Double.greatestFiniteMagnitude
        var bestStep = 0
        var lastStep = 0
    }

    var progress = Progress()
    private let watch: ValidationWatch
    private let patience: Int
    private let sliced: SlicedWasserstein

    init(_ watch: ValidationWatch, steps: Int) {
        self.watch = watch
        patience = max(1, Int(watch.patience * Double(steps)))
        sliced = SlicedWasserstein(dimension: watch.target.columns, directions: 64, seed: 2)
    }

    var best: [Float]? { progress.best }
    var hasStopped: Bool { progress.lastStep - progress.bestStep > patience }

    /// The distance of a network's images; the network is kept where none was better. O(points parameters)
    mutating func check(_ network: Network, step: Int) -> Double {
        let distance = sliced.distance(network(watch.source), watch.target)
        progress.lastStep = step
        if distance < progress.bestDistance {
            progress.best = network.parameters.numbers
            progress.bestDistance = distance
            progress.bestStep = step
        }
        return distance
    }
}
