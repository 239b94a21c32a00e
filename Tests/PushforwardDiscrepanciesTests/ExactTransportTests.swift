import CPushforwardKernels
import Testing

@testable import PushforwardDiscrepancies
@testable import PushforwardNumerics

/// A problem of Tools/reference/transport.py with its value by POT.
struct TransportReference: Sendable, CustomTestStringConvertible {
    let n, m, d, power: Int
    let isWeighted: Bool
    let value: Double

    init(_ n: Int, _ m: Int, _ d: Int, _ power: Int, _ isWeighted: Bool, _ value: Double) {
        (self.n, self.m, self.d, self.power, self.isWeighted, self.value) = (
            n, m, d, power, isWeighted, value
        )
    }

    var testDescription: String { "\(n) to \(m) points, d = \(d), p = \(power), weighted: \(isWeighted)" }
    var cost: ExactTransport.Cost { power == 1 ? .distance : .squaredDistance }
    var x: Sample { Sample(columns: d, values: TransportReference.quotients(n * d, salt: 1)) }
    var y: Sample {
        Sample(
            columns: d, values: TransportReference.quotients(m * d, salt: 2).map { 0.25 + 1.5 * ($0 * $0) })
    }
    var sourceWeights: [Double]? { isWeighted ? TransportReference.weights(n, salt: 3) : nil }
    var targetWeights: [Double]? { isWeighted ? TransportReference.weights(m, salt: 5) : nil }

    /// Quotients of whole numbers, which both sides compute alike.
    static func quotients(_ count: Int, salt: Int) -> [Double] {
        (0..<count).map { Double(($0 * 7919 + salt * 104729 + $0 * $0 % 1009 * 31) % 10007) / 10007 }
    }

    static func weights(_ count: Int, salt: Int) -> [Double] {
        (0..<count).map { Double(($0 * 7919 + salt) % 101) / 7 }
    }
}

func referenceCost(_ x: Sample, _ i: Int, _ y: Sample, _ j: Int, _ cost: ExactTransport.Cost) -> Double {
    let q = (0..<x.columns).reduce(0) { $0 + (x[i, $1] - y[j, $1]) * (x[i, $1] - y[j, $1]) }
    return cost == .distance ? q.squareRoot() : q
}

/// The plan meets its sums, its cost is that of its flows, and its potentials prove it to the given relative gap.
func expectProof(
    _ plan: ExactTransport, _ n: Int, _ m: Int, _ sourceWeights: [Double]?, _ targetWeights: [Double]?,
    gap: Double = 1e-12, _ cost: (Int, Int) -> Double
) {
    let a = sourceWeights ?? [Double](repeating: 1, count: n)
    let b = targetWeights ?? [Double](repeating: 1, count: m)
    let (first, second) = (Statistics.sum(a), Statistics.sum(b))
    var (rows, columns) = ([Double](repeating: 0, count: n), [Double](repeating: 0, count: m))
    for flow in plan.flows {
        rows[flow.source] += flow.mass
        columns[flow.target] += flow.mass
    }
    #expect(plan.flows.count <= n + m - 1)
    #expect(plan.flows.allSatisfy { $0.mass > 0 })
    #expect(zip(rows, a).allSatisfy { abs($0 - $1 / first) < 1e-12 })
    #expect(zip(columns, b).allSatisfy { abs($0 - $1 / second) < 1e-12 })
    let total = Statistics.sum(plan.flows.map { $0.mass * cost($0.source, $0.target) })
    let scale = (0..<n).reduce(0) { max($0, abs(cost($1, 0))) }
    #expect(abs(total - plan.cost) <= 1e-13 * scale)
    #expect(abs(plan.optimalityGap) <= gap * max(scale, abs(plan.cost)))
    let bound =
        Statistics.sum(zip(a, plan.sourcePotentials).map { $0 / first * $1 })
        + Statistics.sum(zip(b, plan.targetPotentials).map { $0 / second * $1 })
    #expect(abs(bound - plan.cost) <= 2 * gap * max(scale, abs(plan.cost)))
    for i in 0..<n {
        #expect(
            (0..<m).allSatisfy {
                plan.sourcePotentials[i] + plan.targetPotentials[$0] <= cost(i, $0) + 1e-12 * scale
            })
    }
}

struct ExactTransportTests {
    static let references: [TransportReference] = [
        .init(50, 50, 2, 1, false, 0.34087773183933157),
        .init(50, 50, 2, 1, true, 0.35381383180557535),
        .init(50, 50, 2, 2, false, 0.15759566471199238),
        .init(50, 50, 2, 2, true, 0.1583339897368922),
        .init(100, 100, 1, 1, false, 0.22298933421732173),
        .init(100, 100, 1, 1, true, 0.19677672954547937),
        .init(100, 100, 1, 2, false, 0.07182759246044026),
        .init(100, 100, 1, 2, true, 0.05670619471331571),
        .init(300, 300, 2, 1, false, 0.3676535910707819),
        .init(300, 300, 2, 1, true, 0.3762082769756705),
        .init(300, 300, 2, 2, false, 0.18622438017384882),
        .init(300, 300, 2, 2, true, 0.1894645158528276),
        .init(120, 75, 3, 1, false, 0.4497075445752734),
        .init(120, 75, 3, 1, true, 0.44105923070721753),
        .init(120, 75, 3, 2, false, 0.26078915044162093),
        .init(120, 75, 3, 2, true, 0.25115843394321674),
        .init(60, 250, 2, 1, false, 0.4009143588142413),
        .init(60, 250, 2, 1, true, 0.42695094319788607),
        .init(60, 250, 2, 2, false, 0.20424972251619225),
        .init(60, 250, 2, 2, true, 0.22171764396316707),
        .init(200, 200, 10, 1, false, 1.1909926437742753),
        .init(200, 200, 10, 1, true, 1.214983508639934),
        .init(200, 200, 10, 2, false, 1.5471152277541904),
        .init(200, 200, 10, 2, true, 1.6159629794300738),
    ]

    @Test(arguments: references)
    func agreesWithReference(problem: TransportReference) throws {
        let (x, y) = (problem.x, problem.y)
        let plan = try exactTransport(
            from: x, to: y, cost: problem.cost, sourceWeights: problem.sourceWeights,
            targetWeights: problem.targetWeights)
        #expect(abs(plan.cost / problem.value - 1) < 1e-11)
        expectProof(plan, problem.n, problem.m, problem.sourceWeights, problem.targetWeights) {
            referenceCost(x, $0, y, $1, problem.cost)
        }
    }

    @Test(arguments: references)
    func agreesWithMatrix(problem: TransportReference) throws {
        let (x, y, m) = (problem.x, problem.y, problem.m)
        let costs = (0..<problem.n * m).map { referenceCost(x, $0 / m, y, $0 % m, problem.cost) - 0.5 }
        let plan = try exactTransport(
            costs: costs, sources: problem.n, targets: m, sourceWeights: problem.sourceWeights,
            targetWeights: problem.targetWeights)
        #expect(abs((plan.cost + 0.5) / problem.value - 1) < 1e-11)
        expectProof(plan, problem.n, m, problem.sourceWeights, problem.targetWeights) { costs[$0 * m + $1] }
    }

    @Test(arguments: 1...7, ExactTransport.Cost.allCases)
    func agreesWithAllPermutations(n: Int, cost: ExactTransport.Cost) throws {
        let x = Sample(columns: 2, values: TransportReference.quotients(2 * n, salt: 7))
        let y = Sample(columns: 2, values: TransportReference.quotients(2 * n, salt: 8))
        func least(_ row: Int, _ free: [Int]) -> Double {
            free.map { j in referenceCost(x, row, y, j, cost) + least(row + 1, free.filter { $0 != j }) }
                .min() ?? 0
        }
        let plan = try exactTransport(from: x, to: y, cost: cost)
        #expect(abs(plan.cost - least(0, Array(0..<n)) / Double(n)) < 1e-14)
        #expect(plan.flows.count == n)
    }

    @Test(arguments: [(200, 200), (150, 40), (1, 30), (30, 1)], ExactTransport.Cost.allCases)
    func isTheSortedFormulaOnALine(sizes: (Int, Int), cost: ExactTransport.Cost) throws {
        let (n, m) = sizes
        let x = TransportReference.quotients(n, salt: 1),
            y = TransportReference.quotients(m, salt: 2).map { 3 * $0 }
        let plan = try exactTransport(
            from: Sample(columns: 1, values: x), to: Sample(columns: 1, values: y), cost: cost)
        let (a, b) = (x.sorted(), y.sorted())
        let expected = Statistics.sum(
            (0..<n * m).map {
                let difference = abs(a[$0 / m] - b[$0 / n])
                return (cost == .distance ? difference : difference * difference) / Double(n * m)
            })
        #expect(abs(plan.cost / expected - 1) < 1e-12)
    }
}

struct TransportKernelTests {
    @Test(arguments: [1, 2, 3], [1, 31, 32, 100])
    func everyLevelFindsTheCheapestColumn(d: Int, m: Int) {
        for cost in [TransportCost.squaredDistance, .distance] {
            let masses = [Int](repeating: 1, count: m)
            let points = TransportRows(
                width: d, masses: masses, numbers: AlignedArray(TransportReference.quotients(m * d, salt: 1)))
            let columns = TransportColumns(cost, count: m, points: points)
            let heights = TransportReference.quotients(m, salt: 2)
            columns.setHeights { heights[$0] / 4 }
            let x = TransportReference.quotients(d, salt: 3)
            let costs = (0..<m).map { j in
                let q = (0..<d).reduce(0) { $0 + (x[$1] - points[j, $1]) * (x[$1] - points[j, $1]) }
                return (cost == .distance ? q.squareRoot() : q) - heights[j] / 4 + 0.5
            }
            for level in ProcessorKernels.available {
                let best = columns.cheapest(x, base: 0.5, below: .infinity, kernels: level)
                #expect(abs(best.cost - costs.min()!) < 1e-15)
                #expect(abs(costs[best.column] - best.cost) < 1e-15)
                #expect(columns.cheapest(x, base: 0.5, below: -10, kernels: level).cost == -10)
            }
        }
    }
}
