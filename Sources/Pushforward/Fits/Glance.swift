import PushforwardData
import PushforwardDiscrepancies
import PushforwardNetworks
import PushforwardNumerics

extension Fit {
    /// A quick look at a map while it is trained: the floor ratio with 1,000 points of the training side.
    public struct Glance: Sendable {
        private let sliced: SlicedWasserstein
        private let references: [Matrix]
        private let points: Matrix
        private let floor: Double

        init(_ source: any Distribution, _ target: any Distribution, seed: UInt64) {
            var random = RandomStream(seed: seed, purpose: "glance")
            sliced = SlicedWasserstein(dimension: target.dimension, directions: 50)
            references = (0..<4).map { _ in target.sample(1_000, using: &random) }
            let others = (0..<4).map { _ in target.sample(1_000, using: &random) }
            points = source.sample(1_000, using: &random)
            floor = Statistics.mean(sliced.distances(references, others).joined())
        }

        /// The estimate for a map.
        public func floorRatio(_ map: Model) -> Double {
            Statistics.mean(sliced.distances([map(points)], references)[0]) / floor
        }
    }
}
