import PushforwardDiscrepancies
import PushforwardNumerics
import RealModule

/// A plan's loss with its memory: from a batch of outputs to a value and its derivative.
struct TrainingLoss {
    private var pairs: (mmd: SquaredMMD, outputs: PointColumns, targets: PointColumns)?
    private var spectral: SpectralMMD?
    private var sliced: SlicedQuantiles?
    private var directions: RandomStream
    private let slicedWeight: Double
    private let power: Double
    private let weight: Double

    /// - Parameter target: The fixed sample of a spectral loss.
    init(_ plan: TrainingPlan, batch: Int, target: () -> Matrix) {
        power = plan.lossPower
        weight = plan.lossWeight
        slicedWeight = plan.slicedWeight
        directions = RandomStream(seed: plan.seed, purpose: "directions")
        let dimension = plan.network.outputs
        switch plan.loss {
        case .pairs(let kernel, let bandwidth, let estimator):
            let columns = PointColumns(capacity: batch, dimension: dimension)
            let mmd = SquaredMMD(
                kernel: kernel, bandwidth: bandwidth, estimator: estimator, capacity: 2 * batch,
                dimension: dimension)
            pairs = (mmd, columns, columns)
        case .spectral(let kernel, let period, let frequencies, _):
            let grid = FrequencyGrid(
                spacing: [Double](repeating: 2 * .pi / period, count: dimension),
                counts: [Int](repeating: frequencies, count: dimension))
            var sketch = TrigonometricSketch(grid)
            spectral = SpectralMMD(kernel: kernel, grid: grid, target: sketch.means(of: target()))
        }
    }

    /// Prepares the sliced part for batches of another size.
    mutating func beginPhase(batch: Int, target: Matrix) {
        sliced = slicedWeight > 0 ? SlicedQuantiles(target: target, count: batch) : nil
    }

    /// The distance of `count` outputs, `stride` floats apart, to the target and in `delta` the derivative of the
    /// minimised function weight * distance^power by them.
    ///
    /// - Parameter target: Rows of the batch of target points; unused by a spectral loss.
    mutating func evaluate(
        _ outputs: UnsafePointer<Float>, count: Int, stride: Int, target: UnsafePointer<Float>?,
        delta: UnsafeMutablePointer<Float>?
    ) -> Double {
        let place = delta.map { (pointer: $0, stride: stride) }
        var value: Double
        if let target, pairs != nil {
            pairs!.outputs.fill(from: outputs, count: count, stride: stride)
            pairs!.targets.fill(from: target, count: count, stride: pairs!.targets.dimension)
            value = pairs!.mmd.evaluate(pairs!.outputs, pairs!.targets, delta: place).value
        } else {
            value = spectral!.evaluate(outputs, count: count, stride: stride, delta: place)
        }
        if sliced != nil {
            value +=
                slicedWeight
                * sliced!.evaluate(
                    outputs, stride: stride, used: 8, weight: slicedWeight, delta: place, using: &directions)
        }
        let factor = weight * (power == 1 ? 1 : power * Double.pow(max(value, 1e-12), power - 1))
        if let delta, factor != 1 {
            for i in 0..<count * stride { delta[i] *= Float(factor) }
        }
        return value
    }
}
