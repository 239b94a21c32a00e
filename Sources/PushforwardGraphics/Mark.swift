/// Something drawn in a panel. Numbers that are not finite are left out.
public enum Mark: Sendable {
    /// A dot for each (x, y).
    case points(
        x: [Double], y: [Double], role: Role, label: String? = nil, radius: Double = 1.6,
        opacity: Double = 0.55)
    /// A line through (x, y), broken where a number is not finite.
    case line(x: [Double], y: [Double], role: Role, label: String? = nil)
    /// Bars between `edges` (one more than counts) from 0 to each count.
    case histogram(edges: [Double], counts: [Double], role: Role, label: String? = nil)
    /// A horizontal bar for each name, with its deviation as a whisker where one is given.
    case bars(
        names: [String], values: [Double], deviations: [Double]? = nil, role: Role, label: String? = nil)
    /// Cells of equal size over the two ranges; `values[row][column]`, row 0 at the bottom. `limits` are the numbers
    /// at the ends of the color bar, or `nil` to take them from the values.
    case heatMap(
        values: [[Double]], x: ClosedRange<Double>, y: ClosedRange<Double>, map: ColorMap = .sequential,
        limits: ClosedRange<Double>? = nil)
    /// A reference line at a number of the y axis.
    case horizontalRule(Double, label: String)
    /// A reference line at a number of the x axis.
    case verticalRule(Double, label: String)

    /// Series that the legend shows.
    var legend: (role: Role, label: String, isLine: Bool)? {
        switch self {
        case .points(_, _, let role, let label?, _, _): (role, label, false)
        case .line(_, _, let role, let label?): (role, label, true)
        case .histogram(_, _, let role, let label?): (role, label, false)
        case .bars(_, _, _, let role, let label?): (role, label, false)
        default: nil
        }
    }

    /// Numbers that the x axis has to hold.
    var xValues: [Double] {
        switch self {
        case .points(let x, _, _, _, _, _), .line(let x, _, _, _): x
        case .histogram(let edges, _, _, _): edges
        case .bars(_, let values, let deviations, _, _):
            [0] + values + zip(values, deviations ?? []).flatMap { [$0 - $1, $0 + $1] }
        case .heatMap(_, let x, _, _, _): [x.lowerBound, x.upperBound]
        case .horizontalRule: []
        case .verticalRule(let value, _): [value]
        }
    }

    /// Numbers that the y axis has to hold.
    var yValues: [Double] {
        switch self {
        case .points(_, let y, _, _, _, _), .line(_, let y, _, _): y
        case .histogram(_, let counts, _, _): [0] + counts
        case .bars: []
        case .heatMap(_, _, let y, _, _): [y.lowerBound, y.upperBound]
        case .horizontalRule(let value, _): [value]
        case .verticalRule: []
        }
    }
}
