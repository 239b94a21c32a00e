import PushforwardData
import PushforwardNumerics

/// Where the points of the steps come from.
protocol TrainingBatches {
    /// The fixed sample of the target of distances to one.
    var sample: Matrix { get }
    /// The streams of source and of target points, as they stand.
    var streams: BatchStreams { get }
    /// Fills a step's batches; `y` has no rows where the distance compares with the fixed sample.
    mutating func fill(_ x: inout Matrix, _ y: inout Matrix, step: Int)
    /// Goes on before a step with the streams of an earlier run.
    mutating func resume(_ streams: BatchStreams, at step: Int)
}

/// The random streams of batches.
struct BatchStreams: Sendable, Codable {
    var points: RandomStream
    var targets: RandomStream

    /// The streams at the start of a run.
    init(seed: UInt64) {
        points = RandomStream(seed: seed, purpose: "source points")
        targets = RandomStream(seed: seed, purpose: "target points")
    }
}

/// Fresh points of both sides in every step.
struct FreshBatches: TrainingBatches {
    let sample: Matrix
    private(set) var streams: BatchStreams
    private let source: any Distribution
    private let target: any Distribution
    private let isEven: Bool

    /// - Parameter usesFixedSample: Whether the distance compares with a fixed sample of the target.
    init(
        _ plan: TrainingPlan, source: any Distribution, target: any Distribution, usesFixedSample: Bool
    ) {
        self.source = source
        self.target = target
        isEven = plan.training.even
        var streams = BatchStreams(seed: plan.seed)
        if usesFixedSample {
            sample = target.quasiRandomSample(plan.loss.targetPoints, using: &streams.targets)
        } else if plan.loss.slicedWeight > 0 {
            let count = min(target.size ?? .max, plan.loss.targetPoints)
            sample = target.quasiRandomSample(count, using: &streams.targets)
        } else {
            sample = Matrix(rows: 1, columns: target.dimension)
        }
        self.streams = streams
    }

    mutating func fill(_ x: inout Matrix, _ y: inout Matrix, step: Int) {
        x.values.withUnsafeMutableBufferPointer {
            if isEven {
                source.fillQuasiRandom($0, using: &streams.points)
            } else {
                source.fill($0, using: &streams.points)
            }
        }
        y.values.withUnsafeMutableBufferPointer { target.fill($0, using: &streams.targets) }
    }

    mutating func resume(_ streams: BatchStreams, at step: Int) { self.streams = streams }
}
