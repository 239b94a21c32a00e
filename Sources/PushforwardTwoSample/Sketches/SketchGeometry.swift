import PushforwardDiscrepancies
public import PushforwardNumerics

/// The properties that compared sketches share: the ranges of their points, and the bandwidths of the test.
public struct SketchGeometry: Sendable, Codable, Equatable {
    /// Minimum and maximum value of each coordinate.
    public let lowest: [Double]
    /// See ``lowest``.
    public let highest: [Double]
    /// Bandwidths r of the kernels exp(-|x - y|^2 / r), widest first.
    public let bandwidths: [Double]
    /// Tolerance of kernel values.
    public let tolerance: Double
    /// Maximum number of cells of a bin's grid.
    static let cellLimit = 1 << 16
    /// Points that a bin may hold.
    static let capacity = 1 << 31

    /// A geometry for points within ranges of 1 to 3 coordinates.
    public init(ranges: [ClosedRange<Double>], bandwidths: [Double], tolerance: Double = 1e-4) {
        precondition((1...3).contains(ranges.count), "sketches have 1 to 3 coordinates, not \(ranges.count)")
        precondition(
            (1...16).contains(bandwidths.count) && bandwidths.allSatisfy { $0 > 0 && $0.isFinite },
            "bandwidths are 1 to 16 positive numbers, not \(bandwidths)")
        lowest = ranges.map(\.lowerBound)
        highest = ranges.map(\.upperBound)
        self.bandwidths = bandwidths.sorted(by: >)
        self.tolerance = tolerance
    }

    /// The geometry for two samples: their ranges and the bandwidths of the default test.
    public init(_ x: Sample, _ y: Sample) {
        self.init(ranges: union(x.ranges(), y.ranges()), bandwidths: BandwidthLadder(x, y).bandwidths)
    }

    /// The geometry for a sample and others like it: its ranges, widened by half of their length on both sides, and the
    /// bandwidths that the default test would choose.
    public init(like sample: Sample) {
        let ranges = sample.ranges().map { range in
            let margin = max(0.5 * (range.upperBound - range.lowerBound), .leastNormalMagnitude)
            return range.lowerBound - margin...range.upperBound + margin
        }
        self.init(
            ranges: ranges,
            bandwidths: BandwidthLadder(sample, Sample(columns: sample.columns, values: [])).bandwidths)
    }

    /// Number of coordinates.
    public var dimension: Int { lowest.count }

    /// Whether the numbers form a geometry; for one that was read from a file.
    public var isValid: Bool {
        (1...3).contains(lowest.count) && highest.count == lowest.count
            && zip(lowest, highest).allSatisfy { $0 <= $1 && ($1 - $0).isFinite }
            && (1...16).contains(bandwidths.count)
            && bandwidths.allSatisfy { $0 > 0 && $0.isFinite } && bandwidths == bandwidths.sorted(by: >)
            && tolerance >= 1e-14 && tolerance <= 0.1
    }

    /// The grid of a bin.
    var grid: SpreadingGrid {
        SpreadingGrid(
            narrowest: bandwidths[bandwidths.count - 1], ranges: zip(lowest, highest).map { $0...$1 },
            tolerance: tolerance, cellLimit: SketchGeometry.cellLimit, capacity: SketchGeometry.capacity)
    }

    /// Number of doubles of one bin's grid.
    public var cellCount: Int { grid.cellCount }

    /// The first row of a sample that lies outside, and the coordinate; `nil` where all are inside. O(n d)
    public func firstOutside(_ sample: Sample) -> (row: Int, column: Int)? {
        for row in 0..<sample.rows {
            for c in 0..<dimension where !(lowest[c]...highest[c]).contains(sample[row, c]) {
                return (row, c)
            }
        }
        return nil
    }
}
