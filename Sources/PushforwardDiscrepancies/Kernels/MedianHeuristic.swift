import CPushforwardKernels
public import PushforwardNumerics

/// How the bandwidth r of a kernel is chosen.
public enum BandwidthRule: Sendable, Codable, Equatable {
    /// A given positive number, in units of a squared distance.
    case fixed(Double)
    /// The median of the squared distances of all pairs i < j of the pooled sample (the paper's section 2).
    case median
}

/// Memory for medians of squared distances of up to a number of points, and what it computes.
///
/// Goals, in order: 1 the exact median of the distances formed in single precision; 2 no allocation a call for up to
/// 5,793 points, and beyond no memory for all distances; 3 speed.
public struct MedianHeuristic {
    private var distances: AlignedArray<Float>
    /// Distances up to which all are stored.
    private static let storedLimit = 1 << 24

    /// Memory for up to `capacity` points: capacity (capacity - 1) / 2 floats, or 1/32 of that beyond 5,793 points.
    public init(capacity: Int) {
        let count = capacity * (capacity - 1) / 2
        let room = count <= MedianHeuristic.storedLimit ? count : count / 32
        distances = AlignedArray<Float>(zeros: room + 2 * Int(PF_PADDING))
    }

    /// The median of the squared distances of all pairs; the mean of the two middle ones where the number of
    /// pairs is even. Where it is 0 the median of the positive distances takes its place, and 1 where there is none, as in
    /// ``medianHeuristic(of:and:)-(Sample,_)``.
    ///
    /// O(n^2 d), and about 12 passes over the distances, or over the 1/60 of them in the middle beyond 5,793 points.
    public mutating func median(of points: PointColumns) -> Double {
        let count = points.count * (points.count - 1) / 2
        precondition(count >= 1, "\(points.count) points have no distances")
        if count > MedianHeuristic.storedLimit, let median = bracketedMedian(of: points, count: count) {
            return median
        }
        // Where too many distances are alike, all are stored after all.
        if count + Int(PF_PADDING) > distances.count {
            distances = AlignedArray<Float>(zeros: count + 2 * Int(PF_PADDING))
        }
        let memory = distances.mutablePointer
        ProcessorKernels.active.squared_distances(
            points.dimension, points.count, points.pointer, points.stride, memory)
        let median = MedianHeuristic.middle(
            memory, count: count, rank: (count - 1) / 2, isOdd: count % 2 == 1)
        return positiveMedian(median, of: UnsafeBufferPointer(start: memory, count: count))
    }

    /// The element of a rank, or the mean of it and the next.
    private static func middle(_ values: UnsafePointer<Float>, count: Int, rank: Int, isOdd: Bool) -> Double {
        var following: Float = 0
        let lower = ProcessorKernels.active.select(count, values, rank, &following)
        return isOdd ? Double(lower) : 0.5 * (Double(lower) + Double(following))
    }

    /// The median from the distances between two bounds that a random sample gives, six standard errors of its median
    /// away; `nil` where they miss the median, have it at an end, or hold too many distances.
    private mutating func bracketedMedian(of points: PointColumns, count: Int) -> Double? {
        var random = RandomStream(seed: 0, purpose: "median bracket")
        let pairs = 1 << 17
        let sample = (0..<pairs).map { _ -> Float in
            let i = random.integer(below: points.count)
            let other = random.integer(below: points.count - 1)
            let j = other < i ? other : other + 1
            return (0..<points.dimension).reduce(0) { sum, c in
                let difference = points.pointer[c * points.stride + i] - points.pointer[c * points.stride + j]
                return sum + difference * difference
            }
        }.sorted()
        let margin = Int(3 * Double(pairs).squareRoot())
        let (low, high) = (sample[pairs / 2 - margin], sample[pairs / 2 + margin])
        let room = distances.count - Int(PF_PADDING)
        var below = 0
        let found = ProcessorKernels.active.distances_between(
            points.dimension, points.count, points.pointer, points.stride, low, high, room,
            distances.mutablePointer, &below)
        let rank = (count - 1) / 2 - below
        guard low > 0, found <= room, rank >= 0, rank + 1 < found else { return nil }
        return MedianHeuristic.middle(distances.pointer, count: found, rank: rank, isOdd: count % 2 == 1)
    }
}
