import PushforwardData
public import PushforwardNetworks
import PushforwardNumerics

/// A look at a map while it is trained: its floor ratio by the rule of the certificate (`FloorRatio`), with samples of as
/// many points and the same floor, but 2 of the output and up to 4 of the target in place of 8 and 8.
///
/// Its mean is that of the certificate for a named target. For a file the map is compared with rows that it is trained on,
/// as nothing may look at those held out before the end: a map that repeats its rows looks better here.
public struct Glance: Sendable {
    private let floorRatio: FloorRatio
    private let scale: Standardizing?
    private let references: [Matrix]
    private let points: [Matrix]

    /// Onto a named target.
    init(_ source: any Distribution, _ target: any Distribution, seed: UInt64, threads: Int) {
        let count = Certifier.defaultPoints
        floorRatio = FloorRatio(of: target, points: count, threads: threads)
        scale = nil
        var random = RandomStream(seed: seed, purpose: "glance")
        references = (0..<4).map { _ in target.sample(count, using: &random) }
        points = Glance.points(source, count, using: &random)
    }

    /// Onto the rows of a file, of which `training` has those that training may see.
    init(
        _ source: any Distribution, rows: Matrix, training: any Distribution, points count: Int, seed: UInt64,
        threads: Int
    ) {
        let scale = Standardizing(of: rows)
        let size = min(count, training.size ?? count)
        floorRatio = FloorRatio(dividing: scale(rows), into: size, threads: threads)
        self.scale = scale
        var random = RandomStream(seed: seed, purpose: "glance")
        // Each row once, in the random order of the division.
        references = [scale(training.quasiRandomSample(size, using: &random))]
        points = Glance.points(source, size, using: &random)
    }

    private static func points(
        _ source: any Distribution, _ count: Int, using random: inout RandomStream
    ) -> [Matrix] {
        (0..<2).map { _ in source.sample(count, using: &random) }
    }

    /// The estimate for a map.
    public func floorRatio(_ map: Model) -> Double {
        let outputs = points.map { points in scale?(map(points)) ?? map(points) }
        return floorRatio(of: outputs, against: references).ratio
    }
}
