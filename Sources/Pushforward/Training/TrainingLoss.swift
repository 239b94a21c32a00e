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
    ///   - own: Takes the place of the plan's loss.
    ///   - target: The fixed sample of a loss against one.
    init(_ plan: TrainingPlan, batch: Int, own: (any BatchLoss)? = nil, target: () -> Matrix) {
        power = plan.lossPower
        weight = plan.lossWeight
        slicedDirections = plan.slicedDirections
        directions = RandomStream(seed: plan.seed, purpose: "directions")
        var ownWeight = plan.slicedWeight
        let dimension = plan.network.outputs
        if let own {
            distance = OwnDistance(loss: own, dimension: dimension)
            slicedWeight = ownWeight
            return
        }
        switch plan.loss {
        case .pairs(let kernel, let bandwidth, let estimator):
            let mmd = PairwiseMMDLoss(
                kernel: kernel, bandwidth: bandwidth, estimator: estimator, capacity: 2 * batch,
                dimension: dimension)
            distance = PairDistance(mmd: mmd, columns: PointColumns(capacity: batch, dimension: dimension))
        case .spectral(let kernel, let period, let frequencies, _):
            let grid = FrequencyGrid(
                spacing: [Double](repeating: 2 * .pi / period, count: dimension),
                counts: [Int](repeating: frequencies, count: dimension))
            var sketch = EmpiricalCharacteristicFunction(grid)
            let mmd = FourierMMDLoss(kernel: kernel, grid: grid, target: sketch.means(of: target()))
            distance = SpectralDistance(mmd: mmd)
        case .sliced:
            distance = NoDistance(dimension: dimension)
            ownWeight = 1
        case .sinkhorn(let epsilon):
            distance = EntropicDistance(epsilon: epsilon, dimension: dimension)
        }
        slicedWeight = ownWeight
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
    ///   - shared: The rank's own rows, the only ones whose derivatives are needed, where ranks share the batch.
    mutating func evaluate(
        _ outputs: UnsafePointer<Float>, count: Int, stride: Int, target: UnsafePointer<Float>?,
        delta: UnsafeMutablePointer<Float>?, shared: SharedRows? = nil
    ) -> Double {
        var value = distance.evaluate(
            outputs, count: count, stride: stride, target: target, delta: delta, shared: shared)
        if sliced != nil {
            value +=
                slicedWeight
                * sliced!.evaluate(
                    outputs, stride: stride, used: slicedDirections, weight: slicedWeight,
                    delta: delta.map { (pointer: $0, stride: stride) }, using: &directions)
        }
        let factor = weight * (power == 1 ? 1 : power * Double.pow(max(value, 1e-12), power - 1))
        if let delta, factor != 1 {
            for rows in shared?.ranges ?? [0..<count] {
                for i in rows.lowerBound * stride..<rows.upperBound * stride { delta[i] *= Float(factor) }
            }
        }
        return value
    }
}

/// The rows of a batch that a rank has.
struct SharedRows {
    let ranges: [Range<Int>]
    let communicator: any Communicator
}

/// A distance of a batch of outputs from the target, with its derivative with respect to each output.
protocol BatchDistance {
    /// Whether it needs sums over the outputs only, so that ranks can add theirs.
    var sumsOutputs: Bool { get }
    /// The distance of `count` outputs, `stride` floats apart; all of `delta`, laid out as they are, is written. Where
    /// ranks share the batch and the distance sums outputs, a rank reads and writes its own rows.
    mutating func evaluate(
        _ outputs: UnsafePointer<Float>, count: Int, stride: Int, target: UnsafePointer<Float>?,
        delta: UnsafeMutablePointer<Float>?, shared: SharedRows?
    ) -> Double
}

extension BatchDistance {
    var sumsOutputs: Bool { false }
}

/// Squared MMD by pairs.
private struct PairDistance: BatchDistance {
    var mmd: PairwiseMMDLoss
    private var outputs: PointColumns
    private var targets: PointColumns

    init(mmd: PairwiseMMDLoss, columns: PointColumns) {
        self.mmd = mmd
        outputs = columns
        targets = columns
    }

    mutating func evaluate(
        _ outputs: UnsafePointer<Float>, count: Int, stride: Int, target: UnsafePointer<Float>?,
        delta: UnsafeMutablePointer<Float>?, shared: SharedRows?
    ) -> Double {
        self.outputs.fill(from: outputs, count: count, stride: stride)
        targets.fill(from: target!, count: count, stride: targets.dimension)
        return mmd.evaluate(
            self.outputs, targets, delta: delta.map { (pointer: $0, stride: stride) }
        ).value
    }
}

/// Squared MMD as a Fourier sum.
private struct SpectralDistance: BatchDistance {
    var mmd: FourierMMDLoss

    var sumsOutputs: Bool { true }

    mutating func evaluate(
        _ outputs: UnsafePointer<Float>, count: Int, stride: Int, target: UnsafePointer<Float>?,
        delta: UnsafeMutablePointer<Float>?, shared: SharedRows?
    ) -> Double {
        let place = delta.map { (pointer: $0, stride: stride) }
        guard let shared else { return mmd.evaluate(outputs, count: count, stride: stride, delta: place) }
        return mmd.evaluate(
            outputs, count: count, stride: stride, rows: shared.ranges, communicator: shared.communicator,
            delta: place)
    }
}

/// Zero, to which a sliced distance is added.
private struct NoDistance: BatchDistance {
    let dimension: Int

    func evaluate(
        _ outputs: UnsafePointer<Float>, count: Int, stride: Int, target: UnsafePointer<Float>?,
        delta: UnsafeMutablePointer<Float>?, shared: SharedRows?
    ) -> Double {
        delta?.update(repeating: 0, count: count * stride)
        return 0
    }
}

/// The Sinkhorn divergence.
private struct EntropicDistance: BatchDistance {
    let epsilon: Double
    let dimension: Int

    func evaluate(
        _ outputs: UnsafePointer<Float>, count: Int, stride: Int, target: UnsafePointer<Float>?,
        delta: UnsafeMutablePointer<Float>?, shared: SharedRows?
    ) -> Double {
        var divergence = SinkhornDivergence(epsilon: epsilon)
        divergence.tolerance = 1e-4
        delta?.update(repeating: 0, count: count * stride)
        let x = (0..<count).flatMap { i in (0..<dimension).map { Double(outputs[i * stride + $0]) } }
        guard x.allSatisfy({ abs($0) < 1e100 }) else { return .nan }
        let y = (0..<count * dimension).map { Double(target![$0]) }
        let result = divergence(
            Sample(columns: dimension, values: x), Sample(columns: dimension, values: y),
            gradient: delta != nil)
        if let delta, let gradient = result.gradient {
            for i in 0..<count {
                for c in 0..<dimension { delta[i * stride + c] = Float(gradient[i * dimension + c]) }
            }
        }
        return result.divergence
    }
}
