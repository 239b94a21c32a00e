import PushforwardTestSupport
import RealModule
import Testing

@testable import PushforwardDiscrepancies
@testable import PushforwardNumerics
@testable import PushforwardTwoSample

/// Rules that several distances, losses and tests use: all users give the same number.
struct SharedRuleTests {
    private static func normals(_ rows: Int, _ columns: Int, seed: UInt64, scale: Float = 1) -> Matrix {
        var random = RandomStream(seed: seed, purpose: "shared rules")
        return Matrix(
            rows: rows, columns: columns, values: random.normals(rows * columns).map { scale * $0 })
    }

    /// Sliced distances in single and in double precision, losses and tests project onto the same directions; sums of 300
    /// single-precision differences of projections agree to 1e-5.
    @Test(arguments: [1, 2, 5])
    func directions(dimension: Int) {
        let single = SlicedWasserstein(dimension: dimension, directions: 32)
        let double = SlicedDistance(dimension: dimension, directions: 32)
        #expect(double.directions == sliceDirections(dimension: dimension, count: 32))
        #expect(single.directions == double.directions.map { $0.map(Float.init) })
        let x = Self.normals(300, dimension, seed: 1)
        let y = Self.normals(200, dimension, seed: 2, scale: 1.3)
        let value = double.wasserstein(Sample(x), Sample(y), order: 1).value
        #expect(abs(single.distance(x, y) / value - 1) < 1e-5)
        #expect(double.directions.allSatisfy { abs($0.reduce(0) { $0 + $1 * $1 } - 1) < 1e-15 })
    }

    /// The mean of |u_1| is 2 / pi, with a kink on an axis: half of a step off the axes halves the error, which is
    /// pi^2 / 24 n^2 of it.
    @Test(arguments: [8, 64])
    func directionsKeepOffTheAxes(count: Int) {
        let directions = sliceDirections(dimension: 2, count: count)
        let mean = directions.reduce(0) { $0 + abs($1[0]) } / Double(count)
        let onAxes = (0..<count).reduce(0) { $0 + abs(Double.cos(Double.pi * Double($1) / Double(count))) }
        let (error, other) = (mean * .pi / 2 - 1, onAxes / Double(count) * .pi / 2 - 1)
        let expected = Double.pi * .pi / Double(24 * count * count)
        #expect(abs(error / expected - 1) < 0.01 && abs(other / expected + 2) < 0.01)
    }

    /// 80 of 100 points are 0, so that the median is too, and the others are integers, which single precision holds exactly.
    @Test func mediansOfTies() {
        let numbers = (0..<100).map { $0 < 80 ? 0 : Double($0 % 11) - 4 }
        let first = Sample(
            columns: 1, values: numbers.enumerated().filter { $0.offset % 2 == 0 }.map(\.element))
        let second = Sample(
            columns: 1, values: numbers.enumerated().filter { $0.offset % 2 == 1 }.map(\.element))
        let squares = numbers.indices.flatMap { i in
            numbers[..<i].map { ($0 - numbers[i]) * ($0 - numbers[i]) }
        }
        #expect(Statistics.median(squares) == 0)
        let expected = Statistics.median(squares.filter { $0 > 0 })
        let (x, y) = (PointColumns(first.matrix), PointColumns(second.matrix))
        var heuristic = MedianHeuristic(capacity: 100)
        var loss = PairwiseMMDLoss(
            kernel: .gaussian, bandwidth: .median, estimator: .biased, capacity: 100, dimension: 1)
        var test = TwoSampleTest()
        test.statistic = .mmd
        test.scaling = .none
        test.permutations = 9
        var random = RandomStream(seed: 1)
        let users = [
            medianHeuristic(of: first, and: second), medianHeuristic(of: first.matrix, and: second.matrix),
            heuristic.median(of: PointColumns(Sample(columns: 1, values: numbers).matrix)),
            loss.evaluate(x, y).bandwidth, squaredMMD(between: first, and: second).bandwidth,
            BandwidthLadder(first, second).bandwidths[1],
            test(first, second, using: &random).medianTerm!.bandwidth!,
        ]
        #expect(users == users.map { _ in expected })
        test.statistic = .aggregatedMMD
        #expect(test(first, second, using: &random).medianTerm!.bandwidth == expected)
    }

    /// Ranks that share the rows, of which 80 % are alike, choose the bandwidth of one program, and a pair that all but
    /// coincides does not choose it.
    @Test func mediansOfTiesByRanks() {
        var values = Self.normals(4_000, 1, seed: 3).values.enumerated().map { $0 % 5 == 0 ? Double($1) : 0 }
        values[1] = 1e-9
        let (x, y) = (
            Sample(columns: 1, values: Array(values[..<2_000])),
            Sample(columns: 1, values: Array(values[2_000...]))
        )
        let alone = medianHeuristic(of: x, and: y)
        let ranks = ThreadRanks(2).run { communicator -> Double in
            let shares = [x, y].map { SampleShard(of: $0, rank: communicator.rank, of: 2, block: 271) }
            return medianHeuristic(of: shares[0], and: shares[1], columns: 1, communicator: communicator)
        }
        #expect(ranks == [alone, alone])
        // Of the positive distances 8 in 9 are x^2 and the others (x - x')^2.
        #expect(alone > 0.4 && alone < 0.7)
    }

    /// The table of the policy, and that estimates and tests follow it.
    @Test func sums() {
        func policy(
            _ kernel: Kernel.Family, _ rows: Int, _ columns: Int, _ method: SummationMethod = .automatic
        )
            -> SummationMethod
        {
            let policy = SummationPolicy(method, kernel: kernel, rows: rows, columns: columns)
            return policy.prefersFourier ? .fourier : policy.otherwise
        }
        #expect([5_000, 5_001, 10_000_000].map { policy(.gaussian, $0, 3) } == [.pairs, .fourier, .fourier])
        #expect([5_001, 100_000, 100_001].map { policy(.gaussian, $0, 4) } == [.pairs, .pairs, .features])
        #expect(policy(.laplace, 1_000_000, 2, .features) == .pairs)
        #expect(
            policy(.gaussian, 100_001, 5, .fourier) == .features
                && policy(.gaussian, 9, 3, .fourier) == .fourier)
        #expect(
            [100_000, 100_001].map { SummationPolicy.energy(.automatic, rows: $0) } == [.pairs, .sorting])
        for (rows, columns) in [(2_500, 2), (2_501, 2), (2_501, 4)] {
            let (x, y) = (
                Sample(Self.normals(rows, columns, seed: 4)), Sample(Self.normals(rows, columns, seed: 5))
            )
            var test = TwoSampleTest()
            test.permutations = 9
            var random = RandomStream(seed: 1)
            let method = test(x, y, using: &random).method
            #expect(method == policy(.gaussian, 2 * rows, columns))
            #expect(squaredMMD(between: x, and: y).method == method)
        }
    }

    /// Beyond 20,000 rows, where they once differed, the energy distance and its test take the same sum and give the same
    /// number.
    @Test func energyDistances() {
        let (x, y) = (
            Sample(Self.normals(10_100, 2, seed: 6)), Sample(Self.normals(10_000, 2, seed: 7, scale: 1.1))
        )
        var test = TwoSampleTest()
        test.statistic = .energy
        test.scaling = .none
        test.permutations = 9
        var random = RandomStream(seed: 1)
        let outcome = test(x, y, using: &random)
        let distance = energyDistance(between: x, and: y)
        #expect(outcome.method == .pairs && distance.summary == "all pairs")
        #expect(abs(outcome.statistic / distance.value - 1) < 1e-9)
    }
}
