import Pushforward
import PushforwardGraphics
import Testing

@testable import PushforwardFigures

struct FigurePartsTests {
    /// Of 0, 1, ..., 1000 the quantiles at 0.1 and 0.9 are 100 and 900; a far value changes nothing.
    @Test func rangesLeaveFarValuesOut() {
        let values = (0...1_000).map(Double.init)
        let range = RobustRange.range(of: values.shuffled(), outside: 0.1, margin: 0)
        #expect(abs(range.lowerBound - 100) < 1e-9 && abs(range.upperBound - 900) < 1e-9)
        #expect(RobustRange.range(of: values.dropLast() + [1e9], outside: 0.1, margin: 0) == range)
        let wide = RobustRange.range(of: values, outside: 0.1)
        #expect(abs(wide.lowerBound - (100 - 64)) < 1e-9 && abs(wide.upperBound - (900 + 64)) < 1e-9)
        let equal = RobustRange.range(of: [2, 2], outside: 0.1)
        #expect(equal.contains(2) && equal.lowerBound < 2 && equal.upperBound > 2)
    }

    @Test func densitiesHaveTheAreaOfTheirShare() {
        let values = [0.1, 0.2, 0.9, 5]
        guard
            case .histogram(let edges, let heights, _, _) = Mark.histogram(
                of: values, over: 0...2, bars: 4, height: .density, role: .target)
        else { return #expect(Bool(false)) }
        let area = zip(heights, zip(edges, edges.dropFirst())).reduce(0) { $0 + $1.0 * ($1.1.1 - $1.1.0) }
        #expect(abs(area - 0.75) < 1e-12 && heights == [1, 0.5, 0, 0])
    }

    @Test func cloudsAreThinned() {
        let sample = Sample(columns: 2, values: (0..<10_000).map(Double.init))
        guard case .points(let x, let y, _, _, _, _) = PointCloud.mark(sample, x: 1, y: 0, role: .source)
        else {
            return #expect(Bool(false))
        }
        #expect(x.count == PointCloud.points && zip(x, y).allSatisfy { $0 == $1 + 1 })
    }
}
