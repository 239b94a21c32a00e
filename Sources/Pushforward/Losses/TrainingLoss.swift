import PushforwardDiscrepancies
import PushforwardNumerics
import RealModule

/// A plan's loss with its memory: from a batch of outputs to a value and its derivative.
struct TrainingLoss {
    private var distance: any BatchDistance
    private var sliced: SlicedWassersteinLoss?
    /// Decides which directions of a sliced distance a step uses.
    var directions: RandomStream
    private let slicedWeight: Double
    private let slicedDirections: Int
    private let power: Double
    private let weight: Double

    /// - Parameters:
    ///   - batch: Points of the largest batch.
    ///   - dimension: Coordinates of the target.
    ///   - custom: Takes the place of the plan's distance.
    ///   - sample: The fixed sample of a distance to one.
    init(
        _ plan: TrainingPlan.LossPart, seed: UInt64, batch: Int, dimension: Int,
        custom: (any BatchLoss)? = nil, sample: () -> Matrix
    ) {
        power = plan.power
        weight = plan.weight
        slicedDirections = plan.slicedDirections
        directions = RandomStream(seed: seed, purpose: "directions")
        if let custom {
            distance = CustomDistance(loss: custom, dimension: dimension)
            slicedWeight = plan.slicedWeight
        } else {
            let planned = plan.distance.parameters
            distance = planned.distance(batch: batch, dimension: dimension, sample: sample)
            slicedWeight = planned.slicedWeight(plan.slicedWeight)
        }
    }

    /// Prepares the sliced part for batches of another size.
    mutating func beginPhase(batch: Int, target: Matrix) {
        sliced = slicedWeight > 0 ? SlicedWassersteinLoss(target: target, count: batch) : nil
    }

    /// Whether a rank needs the outputs of all rows, not its own alone.
    var needsAllOutputs: Bool { sliced != nil || !distance.sumsOutputs }

    /// The distance of `count` outputs, `stride` floats apart, to the target and in `delta` the derivative of the
    /// minimized function weight * distance^power by them.
    ///
    /// - Parameters:
    ///   - outputs: The batch's outputs.
    ///   - count: Number of outputs.
    ///   - stride: Floats between two outputs, and between two of their derivatives.
    ///   - target: Rows of the batch of target points; unused by losses against a fixed sample.
    ///   - delta: Where the derivatives go.
    ///   - distributed: The rank's own rows, the only ones whose derivatives are needed, where ranks share the batch.
    mutating func evaluate(
        _ outputs: UnsafePointer<Float>, count: Int, stride: Int, target: UnsafePointer<Float>?,
        delta: UnsafeMutablePointer<Float>?, distributed: DistributedRows? = nil
    ) -> Double {
        var value = distance.evaluate(
            outputs, count: count, stride: stride, target: target, delta: delta, distributed: distributed)
        if sliced != nil {
            value +=
                slicedWeight
                * sliced!.evaluate(
                    outputs, stride: stride, used: slicedDirections, weight: slicedWeight,
                    delta: delta.map { (pointer: $0, stride: stride) }, using: &directions)
        }
        let factor = weight * (power == 1 ? 1 : power * Double.pow(max(value, 1e-12), power - 1))
        if let delta, factor != 1 {
            for rows in distributed?.ranges ?? [0..<count] {
                for i in rows.lowerBound * stride..<rows.upperBound * stride { delta[i] *= Float(factor) }
            }
        }
        return value
    }
}
