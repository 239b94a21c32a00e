import Foundation
import PushforwardTestSupport
import Testing

@testable import PushforwardData
@testable import PushforwardDiscrepancies
@testable import PushforwardNumerics
@testable import PushforwardTwoSample

struct ShardTests {
    private static func sample(_ rows: Int, columns: Int, seed: UInt64, shift: Float = 0) -> Sample {
        var random = RandomStream(seed: seed, purpose: "shared tests")
        return Sample(
            Matrix(rows: rows, columns: columns, values: random.normals(rows * columns).map { $0 + shift }))
    }

    /// A test of two samples of a size.
    struct Case: Sendable, CustomTestStringConvertible {
        var statistic = TwoSampleTest.Statistic.aggregatedMMD
        var method = SummationMethod.automatic
        let columns: Int
        let rows: Int
        var testDescription: String { "\(statistic), \(method), \(rows) x \(columns)" }

        var samples: (Sample, Sample) {
            (
                ShardTests.sample(rows, columns: columns, seed: 1),
                ShardTests.sample(rows + 517, columns: columns, seed: 2, shift: 0.02)
            )
        }

        var test: TwoSampleTest {
            var test = TwoSampleTest()
            (test.statistic, test.method, test.permutations) = (statistic, method, 99)
            return test
        }
    }

    /// By added grids; by gathered rows that are few or have many columns; by pairs and by random pairs for the bandwidth
    /// of the witness; with rows beyond those of the witness.
    private static let cases = [
        Case(columns: 2, rows: 2_600), Case(columns: 1, rows: 21_000), Case(columns: 3, rows: 2_600),
        Case(statistic: .mmd, columns: 2, rows: 2_600), Case(columns: 2, rows: 300),
        Case(method: .fourier, columns: 2, rows: 300), Case(method: .fourier, columns: 1, rows: 1_400),
        Case(columns: 5, rows: 300), Case(method: .features, columns: 5, rows: 300),
        Case(statistic: .joint, columns: 2, rows: 300), Case(statistic: .joint, columns: 2, rows: 2_600),
        Case(statistic: .joint, columns: 5, rows: 300), Case(statistic: .joint, columns: 1, rows: 2_600),
        Case(statistic: .energy, columns: 2, rows: 300), Case(statistic: .energy, columns: 2, rows: 1_400),
        Case(statistic: .kolmogorovSmirnov, columns: 3, rows: 1_400),
        Case(statistic: .slicedWasserstein, columns: 2, rows: 300),
        Case(statistic: .fuse, columns: 2, rows: 300),
        Case(statistic: .aggregatedPValues, columns: 2, rows: 300),
    ]

    /// For any number of ranks the comparison, columns and places among it, is that of one program with all rows, to the
    /// last bit.
    @Test(arguments: cases, [1, 2, 4])
    func comparisonsAreTheSameBits(example: Case, ranks: Int) {
        let (x, y) = example.samples
        let names = (0..<x.columns).map { "column \($0)" }
        let alone = example.test.compare(x, y, names: names, seed: 4)
        let comparisons = ThreadRanks(ranks).run { communicator -> SampleComparison? in
            let (first, second) = [x, y].map {
                SampleShard(of: $0, rank: communicator.rank, of: ranks, block: 271)
            }.pair
            return try? example.test.compare(
                first, second, names: names, seed: 4, communicator: communicator)
        }
        #expect(comparisons[0] == alone)
        #expect(comparisons.dropFirst().allSatisfy { $0 == nil })
    }

    /// One file, and the same rows in 2 and 3 files one after the other, by 1, 2 and 4 ranks, of which some have none.
    @Test(arguments: [1, 2, 3], [1, 2, 4])
    func filesAreOneSample(files: Int, ranks: Int) throws {
        let (x, y) = Case(columns: 2, rows: 2_600).samples
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func write(_ sample: Sample, _ name: String) throws -> [String] {
            try (0..<files).map { file in
                let path = folder.appending(path: "\(name)\(file).csv").path
                let lines = (sample.rows * file / files..<sample.rows * (file + 1) / files).map {
                    "\(sample[$0, 0]),\(sample[$0, 1])"
                }
                try writeAtomically((["u,v"] + lines).joined(separator: "\n"), to: path)
                return path
            }
        }
        let paths = (try write(x, "x"), try write(y, "y"))
        let alone = TwoSampleTest().compare(x, y, names: ["u", "v"], seed: 1)
        let comparisons = ThreadRanks(ranks).run { communicator -> SampleComparison? in
            guard let first = try? readShard(paths.0, communicator: communicator),
                let second = try? readShard(paths.1, communicator: communicator)
            else { return nil }
            return try? TwoSampleTest().compare(
                first.rows, second.rows, names: first.names, seed: 1,
                communicator: communicator)
        }
        #expect(comparisons[0] == alone)
    }

    /// Rows at equal steps are gathered as one program takes them: row floor(i n / count), in both precisions.
    @Test(arguments: [1, 3], [7, 100, 999, 1_000, 5_000])
    func stepsKnowNoRanks(ranks: Int, count: Int) {
        let values = (0..<3_000).map { Double($0) + 0.1 }
        let double = Sample(columns: 3, values: values)
        let single = Sample(Matrix(rows: 1_000, columns: 3, values: values.map(Float.init)))
        let expected = (0..<min(count, 1_000)).map { (i: Int) in i * 1_000 / min(count, 1_000) }
        for whole in [double, single] {
            let parts = ThreadRanks(ranks).run { communicator in
                SampleShard(of: whole, rank: communicator.rank, of: ranks, block: 37)
                    .thinned(to: count, columns: 1..<3, by: communicator)
            }
            #expect(parts[0]?.column(0) == expected.map { whole[$0, 1] })
            #expect(parts[0]?.column(1) == expected.map { whole[$0, 2] })
            #expect(parts[0]?.precision == whole.precision && parts.dropFirst().allSatisfy { $0 == nil })
        }
    }

    /// A rank refuses to send more than the limit, at once and with all others.
    @Test func gatheringHasALimit() {
        let few = Sample(columns: 1, values: [1, 2])
        let results = ThreadRanks(2).run { communicator -> String in
            let share = SampleShard(few, runs: [.init(first: 0, place: 0, count: 2)], total: 1 << 29)
            let more = SampleShard(few, runs: [.init(first: 0, place: 0, count: 2)], total: 1 + 1 << 29)
            do {
                _ = try SampleShard.gathered(share, more, by: communicator)
                return "gathered"
            } catch {
                return "\(error)"
            }
        }
        #expect(Set(results).count == 1 && results[0].contains("run it by one rank"), "\(results)")
    }

    /// Squared MMDs by added grids, and means over directions that the ranks share, are the same bits too.
    @Test(arguments: [2, 3])
    func distancesAreTheSameBits(ranks: Int) {
        let x = Self.sample(2_600, columns: 2, seed: 1)
        let y = Self.sample(3_117, columns: 2, seed: 2, shift: 0.02)
        let alone = squaredMMD(between: x, and: y)
        let sliced = SlicedDistance(dimension: 2, directions: 7).wasserstein(x, y, order: 2)
        let results = ThreadRanks(ranks).run {
            communicator -> (MMDEstimate?, Bool, SlicedDistance.Estimate) in
            let (first, second) = [x, y].map {
                SampleShard(of: $0, rank: communicator.rank, of: ranks, block: 271)
            }.pair
            func estimate(_ tolerance: Double) -> MMDEstimate? {
                squaredMMD(
                    between: first, and: second, columns: 2, communicator: communicator, tolerance: tolerance)
            }
            var sliced = SlicedDistance(dimension: 2, directions: 7)
            sliced.communicator = communicator
            return (estimate(1e-6), estimate(1e-13) == nil, sliced.wasserstein(x, y, order: 2))
        }
        #expect(alone.method == .fourier)
        for (estimate, isRefused, distance) in results {
            #expect(estimate == alone && distance == sliced)
            #expect(isRefused, "sums to 1e-13 are not exact in any order")
        }
    }
}

extension Array {
    fileprivate var pair: (Element, Element) { (self[0], self[1]) }
}
