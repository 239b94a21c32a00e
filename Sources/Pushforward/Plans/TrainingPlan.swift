import PushforwardDiscrepancies
import PushforwardNetworks

/// Everything that decides a run, as it stands in a plan's file: with it and the data, a run can be repeated to the byte.
///
/// Properties have the names of the file's keys, such as `training.learningRate`. What a plan leaves out keeps the plain
/// default that is given here; ``recipe(from:to:loss:seed:)`` makes plans that work without tuning.
public struct TrainingPlan: Sendable, Codable, Equatable {
    /// A catalogue name or a file of points from which maps start.
    public var from: String
    /// A catalogue name or a file of points that the map is to give.
    public var to: String
    /// Seed of all random streams.
    public var seed: UInt64 = 1
    /// Whether both sides are brought to mean 0 and deviation 1 for the network.
    public var standardize = false
    /// The network.
    public var network = NetworkPart()
    /// What is minimized.
    public var loss = LossPart()
    /// The steps.
    public var training = TrainingPart()
    /// Which points are used.
    public var data = DataPart()

    /// A plan of plain defaults between two sides.
    public init(from: String, to: String) {
        self.from = from
        self.to = to
    }

    /// Number of optimizer steps.
    public var steps: Int { phases.reduce(0) { $0 + $1.steps } }

    /// The parts of the run, each with one batch size.
    var phases: [TrainingPart.Phase] {
        [TrainingPart.Phase(batch: training.batch, steps: training.steps)] + training.laterPhases
    }

    /// Points of the largest batch.
    var largestBatch: Int { phases.map(\.batch).max() ?? 0 }

    /// What errors call the plan.
    var title: String { "\(from) to \(to)" }
}
