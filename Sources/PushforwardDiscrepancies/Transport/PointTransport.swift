import PushforwardNumerics

/// Transport between the points of two samples about the origins that suit the costs.
struct PointTransport {
    /// From as many coordinates on a stored cost is read faster than it is computed.
    private static let storedDimension = 8
    /// Numbers up to this size have finite squared distances, and finite sums of them.
    private static let largestNumber = 1e140
    /// 512 MiB of costs.
    private static let largestStored = 1 << 26
    private let cost: TransportCost
    private let masses: TransportMasses
    private let x, y: TransportRows
    /// What was taken from x less what was taken from y.
    private let shift: [Double]

    /// O((n + m) d)
    init(_ x: Sample, _ y: Sample, cost: ExactTransport.Cost, masses: TransportMasses) throws(TransportError)
    {
        let first = try PointTransport.rows(x, masses.sources),
            second = try PointTransport.rows(y, masses.targets)
        let center = first.center(), other = cost == .squaredDistance ? second.center() : center
        self.cost = cost == .squaredDistance ? .squaredDistance : .distance
        self.masses = masses
        self.x = first.selecting(Array(0..<x.rows), minus: center)
        self.y = second.selecting(Array(0..<y.rows), minus: other)
        shift = zip(center, other).map { $0 - $1 }
    }

    private static func rows(_ sample: Sample, _ masses: [Int]) throws(TransportError) -> TransportRows {
        var numbers = AlignedArray<Double>(zeros: sample.rows * sample.columns)
        let target = numbers.mutablePointer
        for row in 0..<sample.rows {
            for c in 0..<sample.columns {
                let value = sample[row, c]
                guard abs(value) <= largestNumber else {
                    throw TransportError("numbers must be from -1e140 to 1e140; row \(row + 1) has \(value)")
                }
                target[row * sample.columns + c] = value
            }
        }
        return TransportRows(width: sample.columns, masses: masses, numbers: numbers)
    }

    /// The plan and its proof.
    func solved() -> ExactTransport {
        let origin = [Double](repeating: 0, count: x.width)
        let sources = x.spatialOrder(), targets = y.spatialOrder().filter { y.masses[$0] > 0 }
        let problem = problem(x.selecting(sources, minus: origin), y.selecting(targets, minus: origin))
        let plan = TransportPlan(problem, sources: sources, targets: targets, total: masses.total)
        let potentials = targetPotentials(plan.sourcePotentials, sources)
        let centered = plan.cost { price($0, $1, shift: origin) }
        return ExactTransport(
            cost: plan.cost { price($0, $1, shift: shift) },
            optimalityGap: centered - plan.lowerBound(masses, targetPotentials: potentials),
            flows: plan.flows,
            sourcePotentials: uncentered(plan.sourcePotentials, of: x, sign: 1),
            targetPotentials: uncentered(potentials, of: y, sign: -1), iterations: plan.iterations)
    }

    /// Costs between points of many coordinates are stored where memory is no matter, others are not.
    private func problem(_ rows: TransportRows, _ columns: TransportRows) -> TransportProblem {
        let isStored =
            x.width >= PointTransport.storedDimension
            && rows.count * columns.count <= PointTransport.largestStored
        return TransportProblem(
            isStored ? .stored : cost, rows: isStored ? rows.costs(cost, to: columns) : rows,
            targets: isStored ? nil : columns, columnMasses: columns.masses)
    }

    /// v_j = min_i c_ij - u_i, from all costs. O(n m d)
    private func targetPotentials(_ potentials: [Double], _ order: [Int]) -> [Double] {
        let rows = x.selecting(order, minus: [Double](repeating: 0, count: x.width))
        let columns = TransportColumns(cost, count: order.count, points: rows)
        columns.setHeights { potentials[order[$0]] }
        return (0..<y.count).map { columns.cheapest(y[$0], base: 0, below: .infinity).cost }
    }

    private func price(_ source: Int, _ target: Int, shift: [Double]) -> Double {
        var q = 0.0
        for c in 0..<x.width {
            let difference = x[source, c] - y[target, c] + shift[c]
            q += difference * difference
        }
        return cost == .distance ? q.squareRoot() : q
    }

    /// Potentials for the costs that are not centered: half of |s|^2 goes to either side.
    private func uncentered(_ values: [Double], of points: TransportRows, sign: Double) -> [Double] {
        let half = shift.reduce(0) { $0 + $1 * $1 } / 2
        return values.indices.map { row in
            let slope = shift.indices.reduce(0) { $0 + shift[$1] * points[row, $1] }
            return values[row] + 2 * sign * slope + half
        }
    }
}
