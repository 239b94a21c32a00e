import CPushforwardKernels
import PushforwardNumerics

/// How the bandwidth r of a kernel is chosen.
public enum BandwidthRule: Sendable, Codable, Equatable {
    /// A given positive number, in units of a squared distance.
    case fixed(Double)
    /// The median of the squared distances of all pairs i < j of the pooled sample (the paper's section 2).
    case median
}

/// Memory for medians of squared distances of up to a number of points, and what it computes.
///
/// Goals, in order: 1 the exact median of the distances formed in single precision; 2 no allocation a call;
/// 3 speed.
public struct MedianHeuristic {
    private var distances: AlignedArray<Float>

    /// Memory for up to `capacity` points: capacity (capacity - 1) / 2 floats.
    public init(capacity: Int) {
        distances = AlignedArray<Float>(zeros: capacity * (capacity - 1) / 2 + 2 * Int(PF_PADDING))
    }

    /// The median of the squared distances of all pairs; the mean of the two middle ones where the number of
    /// pairs is even. Where it is 0 (more than half of the pairs coincide) the smallest positive distance
    /// takes its place, and 1 where there is none, so that a bandwidth is always positive.
    ///
    /// O(n^2 d) and about 12 passes over the distances.
    public mutating func median(of points: PointColumns) -> Double {
        let count = points.count * (points.count - 1) / 2
        precondition(
            count >= 1 && count + Int(PF_PADDING) <= distances.count,
            "\(points.count) points have \(count) distances, and there is room for \(distances.count)")
        let memory = distances.mutablePointer
        Kernels.active.squared_distances(
            points.dimension, points.count, points.pointer, points.stride, memory)
        var following: Float = 0
        let lower = Kernels.active.select(count, memory, (count - 1) / 2, &following)
        let median = count % 2 == 1 ? Double(lower) : 0.5 * (Double(lower) + Double(following))
        if median > 0 { return median }
        let positive = UnsafeBufferPointer(start: memory, count: count).lazy.filter { $0 > 0 }.min()
        return positive.map(Double.init) ?? 1
    }
}
