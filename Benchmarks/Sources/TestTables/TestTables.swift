import Foundation
import Pushforward
import Synchronization

/// Prints the tables of Documentation/TESTS.md: the level of every test under the null hypothesis, and the power of each
/// way to join bandwidths on the mixture of MMD-FUSE's paper.
@main
enum TestTables {

    static func main() {
        levels()
        powers()
    }

    /// Rejections at level 0.05 of 5,000 pairs of samples from one distribution, 199 permutations.
    private static func levels() {
        print("| test | normal, d = 2, n = 100 | n = 500 | uniform, d = 1, n = 100 | n = 500 |")
        print("|---|---|---|---|---|")
        for statistic in TwoSampleTest.Statistic.allCases {
            let aggregations = statistic == .aggregatedMMD ? Aggregation.allCases : [.largestStandardized]
            for aggregation in aggregations {
                var test = TwoSampleTest()
                test.statistic = statistic
                test.aggregation = aggregation
                test.permutations = 199
                let cells = [2, 1].flatMap { d in [100, 500].map { level(test, rows: $0, dimension: d) } }
                let name = statistic.rawValue + (aggregations.count > 1 ? ", " + aggregation.rawValue : "")
                print("| \(name) | " + cells.map { "\($0)" }.joined(separator: " | ") + " |")
            }
        }
        print("")
    }

    private static func level(_ test: TwoSampleTest, rows: Int, dimension: Int) -> Double {
        let repetitions = 5_000
        return share(ofRepetitions: repetitions) { repetition in
            var random = RandomStream(seed: UInt64(repetition), purpose: "level \(rows) \(dimension)")
            func draw() -> Matrix {
                let count = rows * dimension
                return Matrix(
                    rows: rows, columns: dimension,
                    values: dimension == 1 ? random.uniforms(count) : random.normals(count))
            }
            let (x, y) = (draw(), draw())
            return test(x, y, using: &random).pValue <= 0.05
        }
    }

    /// Rejections of 200 pairs of 500 points each of four normals at (+-20, +-20), the fourth of the second sample with
    /// another standard deviation.
    private static func powers() {
        let deviations: [Float] = [0.5, 0.6, 0.7, 1, 1.4, 1.6, 2]
        print("| test | " + deviations.map { "\($0)" }.joined(separator: " | ") + " |")
        print("|---|" + deviations.map { _ in "---|" }.joined())
        for aggregation in Aggregation.allCases {
            var test = TwoSampleTest()
            test.aggregation = aggregation
            row("aggregated-mmd, \(aggregation.rawValue)", test, deviations)
        }
        var single = TwoSampleTest()
        for statistic in [TwoSampleTest.Statistic.fuse, .aggregatedPValues, .mmd, .energy] {
            single.statistic = statistic
            row(statistic.rawValue, single, deviations)
        }
    }

    private static func row(_ name: String, _ test: TwoSampleTest, _ deviations: [Float]) {
        let cells = deviations.map { deviation in
            return share(ofRepetitions: 200) { repetition in
                var random = RandomStream(seed: UInt64(repetition), purpose: "mixture \(deviation)")
                let x = mixture(500, deviation: 1, using: &random)
                let y = mixture(500, deviation: deviation, using: &random)
                return test(x, y, using: &random).pValue <= 0.05
            }
        }
        print("| \(name) | " + cells.map { "\($0)" }.joined(separator: " | ") + " |")
    }

    /// The share of repetitions for which the body holds, computed on all cores.
    private static func share(ofRepetitions count: Int, _ body: @Sendable (Int) -> Bool) -> Double {
        let found = Atomic(0)
        DispatchQueue.concurrentPerform(iterations: count) { repetition in
            if body(repetition) { found.add(1, ordering: .relaxed) }
        }
        return Double(found.load(ordering: .relaxed)) / Double(count)
    }

    private static func mixture(_ rows: Int, deviation: Float, using random: inout RandomStream) -> Matrix {
        var matrix = Matrix(rows: rows, columns: 2, values: random.normals(2 * rows))
        for row in 0..<rows {
            let part = random.integer(below: 4)
            for c in 0...1 {
                let sign: Float = (part >> c) & 1 == 1 ? -1 : 1
                matrix[row, c] = 20 * sign + (part == 3 ? deviation : 1) * matrix[row, c]
            }
        }
        return matrix
    }
}
