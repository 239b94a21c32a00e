import Pushforward
import PushforwardGraphics

extension Mark {
    /// How the bars of a histogram are scaled.
    enum BarHeight {
        /// The share of all numbers that a bar holds.
        case share
        /// That share divided by the bar's width, so that the bars have an area.
        case density
    }

    /// The histogram of numbers over a range; those outside count among all numbers.
    static func histogram(
        of values: [Double], over range: ClosedRange<Double>, bars: Int, height: BarHeight = .share,
        role: Role,
        label: String? = nil
    ) -> Mark {
        let histogram = Histogram(of: values, over: range, bars: bars)
        let unit = Double(values.count) * (height == .density ? histogram.width : 1)
        return .histogram(
            edges: histogram.edges, counts: histogram.counts.map { Double($0) / unit }, role: role,
            label: label)
    }
}
