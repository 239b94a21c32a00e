import Testing

@testable import PushforwardDiscrepancies
@testable import PushforwardNumerics

struct ExactTransportPropertyTests {
    private let x = Sample(columns: 2, values: TransportReference.quotients(160, salt: 1))
    private let y = Sample(columns: 2, values: TransportReference.quotients(120, salt: 2).map { $0 * $0 })
    private let z = Sample(columns: 2, values: TransportReference.quotients(140, salt: 4).map { 2 * $0 })

    private func moved(_ sample: Sample, by shift: [Double], scale: Double = 1) -> Sample {
        Sample(
            columns: 2,
            values: (0..<2 * sample.rows).map { scale * sample[$0 / 2, $0 % 2] + shift[$0 % 2] })
    }

    @Test(arguments: ExactTransport.Cost.allCases)
    func isSymmetricAndZeroOnEqualSamples(cost: ExactTransport.Cost) throws {
        let there = try exactTransport(from: x, to: y, cost: cost),
            back = try exactTransport(from: y, to: x, cost: cost)
        #expect(abs(there.cost / back.cost - 1) < 1e-13)
        #expect(try exactTransport(from: x, to: x, cost: cost).cost == 0)
    }

    @Test func obeysTheTriangleInequality() throws {
        let xy = try exactTransport(from: x, to: y, cost: .distance),
            yz = try exactTransport(from: y, to: z, cost: .distance)
        #expect(try exactTransport(from: x, to: z, cost: .distance).cost <= xy.cost + yz.cost)
    }

    @Test(arguments: [0.5, 1e3, 1e6])
    func movesByTheShift(size: Double) throws {
        let far = moved(x, by: [3 * size, -4 * size])
        #expect(abs(try exactTransport(from: x, to: far, cost: .distance).cost / (5 * size) - 1) < 1e-14)
        #expect(
            abs(try exactTransport(from: x, to: far, cost: .squaredDistance).cost / (25 * size * size) - 1)
                < 1e-14)
    }

    @Test func splitsIntoShiftAndCenteredPart() throws {
        let near = try exactTransport(from: x, to: y, cost: .squaredDistance).cost
        let (a, b) = (
            (0..<2).map { Statistics.mean(x.column($0)) }, (0..<2).map { Statistics.mean(y.column($0)) }
        )
        let centered = try exactTransport(
            from: moved(x, by: a.map { -$0 }), to: moved(y, by: b.map { -$0 }), cost: .squaredDistance
        ).cost
        let shift = zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        #expect(abs(near / (shift + centered) - 1) < 1e-13)
    }

    @Test(arguments: [1e-6, 1, 1e6], [0, 1e6])
    func scalesAtAnyOffset(scale: Double, offset: Double) throws {
        let shift = [offset, -offset]
        for cost in ExactTransport.Cost.allCases {
            let factor = cost == .distance ? scale : scale * scale
            let plan = try exactTransport(
                from: moved(x, by: shift, scale: scale), to: moved(y, by: shift, scale: scale), cost: cost)
            let rounding = offset == 0 ? 1e-13 : max(1e-13, 1e-9 / scale)
            #expect(
                abs(plan.cost / factor / (try exactTransport(from: x, to: y, cost: cost)).cost - 1) < rounding
            )
        }
    }

    @Test func isTheSameFromRunToRun() throws {
        let first = try exactTransport(from: x, to: z, cost: .distance),
            second = try exactTransport(from: x, to: z, cost: .distance)
        #expect(first.flows == second.flows && first.cost == second.cost)
    }

    @Test(arguments: [1, 2, 5, 33, 257], [1, 3, 64, 200])
    func endsWhereAllCostsTie(n: Int, m: Int) throws {
        let equal = try exactTransport(
            from: Sample(columns: 2, values: [Double](repeating: 3, count: 2 * n)),
            to: Sample(columns: 2, values: [Double](repeating: 3, count: 2 * m)), cost: .distance)
        #expect(equal.cost == 0 && equal.optimalityGap == 0)
        let lattice = { (count: Int, salt: Int) in
            Sample(
                columns: 2,
                values: TransportReference.quotients(2 * count, salt: salt).map { (3 * $0).rounded() })
        }
        let (x, y) = (lattice(n, 1), lattice(m, 2))
        expectProof(try exactTransport(from: x, to: y, cost: .squaredDistance), n, m, nil, nil) {
            referenceCost(x, $0, y, $1, .squaredDistance)
        }
    }

    @Test func takesWeightsOfAnySize() throws {
        let n = x.rows, m = y.rows
        var a = (0..<n).map { 1e-9 * Double($0 * $0) }
        a[11] = 1e3
        let b = (0..<m).map { $0 % 3 == 0 ? 0 : 1 / Double($0) }
        let plan = try exactTransport(from: x, to: y, cost: .distance, sourceWeights: a, targetWeights: b)
        expectProof(plan, n, m, a, b) { referenceCost(x, $0, y, $1, .distance) }
        let huge = try exactTransport(
            from: x, to: y, cost: .distance, sourceWeights: a.map { $0 * 1e300 },
            targetWeights: b.map { $0 * 1e-300 })
        #expect(abs(huge.cost / plan.cost - 1) < 1e-12)
    }

    @Test func countsAreRepeatedPoints() throws {
        let counts = (0..<y.rows).map { $0 % 4 }
        let repeated = y.selecting(counts.indices.flatMap { [Int](repeating: $0, count: counts[$0]) })
        let weighted = try exactTransport(
            from: x, to: y, cost: .squaredDistance, targetWeights: counts.map(Double.init))
        #expect(
            abs(weighted.cost / (try exactTransport(from: x, to: repeated, cost: .squaredDistance)).cost - 1)
                < 1e-13)
    }

    @Test func refusesWhatItCannotUse() {
        let none = Sample(columns: 2, values: [])
        let holed = Sample(columns: 2, values: [0, .nan])
        let line = Sample(columns: 1, values: [0])
        #expect(throws: TransportError.self) { try exactTransport(from: x, to: none, cost: .distance) }
        #expect(throws: TransportError.self) { try exactTransport(from: x, to: holed, cost: .distance) }
        #expect(throws: TransportError.self) { try exactTransport(from: x, to: line, cost: .distance) }
        for weights in [[1.0], [Double](repeating: 0, count: 60), [Double](repeating: -1, count: 60)] {
            #expect(throws: TransportError.self) {
                try exactTransport(from: x, to: y, cost: .distance, targetWeights: weights)
            }
        }
        #expect(throws: TransportError.self) { try exactTransport(costs: [1, 2, 3], sources: 2, targets: 2) }
        #expect(throws: TransportError.self) {
            try exactTransport(costs: [.infinity], sources: 1, targets: 1)
        }
    }
}
