public import PushforwardNetworks

/// The state of a training after some steps.
public struct TrainingSnapshot {
    /// Steps done.
    public let step: Int
    /// Steps of the plan.
    public let steps: Int
    /// The losses up to here.
    public let history: History
    private let currentNetwork: () -> Network
    private let makeCheckpoint: () -> Checkpoint
    private let makeAnchors: () -> LossAnchors

    init(
        step: Int, steps: Int, history: History, currentNetwork: @escaping () -> Network,
        checkpoint: @escaping () -> Checkpoint, anchors: @escaping () -> LossAnchors
    ) {
        self.step = step
        self.steps = steps
        self.history = history
        self.currentNetwork = currentNetwork
        makeCheckpoint = checkpoint
        makeAnchors = anchors
    }

    /// The network of this step, with averaged parameters if the plan averages them. O(parameters)
    public var network: Network { currentNetwork() }
    /// The whole state. O(parameters)
    public var checkpoint: Checkpoint { makeCheckpoint() }
    /// The anchors of the loss. O(batch), or its square for pairs
    package var anchors: LossAnchors { makeAnchors() }
}

/// Losses without which a loss means nothing.
package struct LossAnchors: Sendable, Codable, Equatable {
    /// That of the map that gives the target's mean everywhere.
    package let constant: Double
    /// That of independent points of the target.
    package let truth: Double
}

/// A loss that is not finite.
public struct TrainingError: Error, CustomStringConvertible, Equatable {
    /// The plan's sides.
    public let plan: String
    /// The step at which it happened.
    public let step: Int
    /// The error in one line.
    public var description: String {
        "plan '\(plan)': the loss of step \(step) is not finite; set a lower learning rate or gradient clipping"
    }
}
