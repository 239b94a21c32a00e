public import PushforwardNetworks

/// The losses of a run.
public struct History: Sendable, Codable, Equatable {
    /// Epoch (fixed sets) or step (fresh points) at which each row was measured, before its updates began.
    public var place: [Int] = []
    /// Mean loss of the mini-batches of the epoch, or of the steps since the last row.
    public var training: [Double] = []
    /// Loss of the validation set; empty for fresh points.
    public var validation: [Double] = []
    /// Loss of the test set; empty for fresh points.
    public var test: [Double] = []

    /// No rows.
    public init() {}
}

/// A trained network and how it came about.
public struct TrainingResult: Sendable {
    /// The network, with averaged parameters if the plan averages them.
    public let network: Network
    /// The losses.
    public let history: History
    /// Steps done: fewer than planned where validation ended the training.
    public let steps: Int
    /// The step after which the network was taken: not the last one where validation became worse.
    public let networkStep: Int
}
