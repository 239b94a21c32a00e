import PushforwardNumerics

/// The bandwidth that the median of squared distances gives: the median itself, or where it is 0, as more than half of the
/// pairs coincide, the median of the positive distances, and 1 where all points are equal.
///
/// Like the median, the median of the positive distances tends to a number of the distribution as the sample grows, and
/// no single pair moves it. The smallest positive distance, which also makes a bandwidth positive, does neither: where
/// continuous data repeat one value it tends to 0 as the sample grows, and a kernel of that width sees only points that
/// coincide. For integers both are of the size of a step. No choice is continuous in the share of ties: the median
/// falls to the lowest distances before that share reaches one half.
///
/// - Parameters:
///   - median: The median of all distances.
///   - distances: All of them; read only where the median is 0.
func positiveMedian(_ median: Double, of distances: some Sequence<some BinaryFloatingPoint>) -> Double {
    if median > 0 { return median }
    let positive = distances.filter { $0 > 0 }.map { Double($0) }
    return positive.isEmpty ? 1 : OrderStatistics.median(positive)
}
