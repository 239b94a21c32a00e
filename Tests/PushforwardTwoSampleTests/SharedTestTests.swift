import Foundation
import PushforwardTestSupport
import Testing

@testable import PushforwardData
@testable import PushforwardDiscrepancies
@testable import PushforwardNumerics
@testable import PushforwardTwoSample

struct SharedTestTests {
    private static func sample(_ rows: Int, columns: Int, seed: UInt64, shift: Float = 0) -> Sample {
        var random = RandomStream(seed: seed, purpose: "shared tests")
        return Sample(
            Matrix(rows: rows, columns: columns, values: random.normals(rows * columns).map { $0 + shift }))
    }

    /// For any number of ranks the outcome is that of one program with all rows, to the last bit: by added grids and, with
    /// few rows or many columns, by gathered rows.
    @Test(arguments: [1, 3], [(2, 2_600), (1, 2_600), (2, 300)])
    func outcomesAreTheSameBits(ranks: Int, shape: (columns: Int, rows: Int)) {
        let x = Self.sample(shape.rows, columns: shape.columns, seed: 1)
        let y = Self.sample(shape.rows + 517, columns: shape.columns, seed: 2, shift: 0.02)
        var test = TwoSampleTest()
        test.permutations = 99
        var random = RandomStream(seed: 4)
        let alone = test(x, y, using: &random)
        let outcomes = ThreadRanks(ranks).run { [test] communicator -> TwoSampleTest.Outcome? in
            var random = RandomStream(seed: 4)
            let (first, second) = [x, y].map {
                SampleShare(of: $0, rank: communicator.rank, of: ranks, block: 271)
            }.pair
            return test(first, second, columns: shape.columns, communicator: communicator, using: &random)
        }
        #expect(outcomes[0] == alone)
        #expect(outcomes.dropFirst().allSatisfy { $0 == nil })
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
                SampleShare(of: $0, rank: communicator.rank, of: ranks, block: 271)
            }.pair
            func estimate(_ tolerance: Double) -> MMDEstimate? {
                squaredMMD(
                    between: first, and: second, columns: 2, communicator: communicator, tolerance: tolerance)
            }
            var shared = SlicedDistance(dimension: 2, directions: 7)
            shared.communicator = communicator
            return (estimate(1e-6), estimate(1e-13) == nil, shared.wasserstein(x, y, order: 2))
        }
        #expect(alone.method == .fourier)
        for (estimate, isRefused, distance) in results {
            #expect(estimate == alone && distance == sliced)
            #expect(isRefused, "sums to 1e-13 are not exact in any order")
        }
    }

    /// A rank passes over the blocks that it does not want, of arrays and of text, with quotation marks here and there.
    @Test(arguments: ["npy", "csv", "quoted.csv"], [false, true])
    func blocksAreSharedOut(ending: String, skipsMissing: Bool) throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).\(ending)")
            .path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let rows = 200_000
        var values = (0..<rows).map(Float.init)
        if skipsMissing { for row in [0, 70_000, 199_999] { values[row] = .nan } }
        if ending == "npy" {
            let output = try PointOutput(path, columns: 1, rowCount: rows)
            try output.write(Matrix(rows: rows, columns: 1, values: values))
            try output.finish()
        } else {
            let mark = ending == "csv" ? "" : "\""
            let lines = values.indices.map {
                $0 % 40_000 == 7 ? "\(mark)\(values[$0])\(mark)" : "\(values[$0])"
            }
            try writeAtomically(lines.joined(separator: "\n"), to: path)
        }
        var options = ReadingOptions()
        options.skipsMissing = skipsMissing
        let expected = values.filter { !$0.isNaN }.map(Double.init)
        let whole = ThreadRanks(3).run { [options] communicator -> ([Double]?, Int?, Int?) in
            let table = try? readShare([path], options: options, communicator: communicator)
            return (
                table?.share.gathered(by: communicator).column(0), table?.skippedRows,
                table?.share.sample.rows
            )
        }
        for (column, skipped, own) in whole {
            #expect(column == expected && skipped == rows - expected.count)
            #expect(own ?? rows < rows / 2)
        }
    }

    /// Shares of one file and of several have all rows once, at their places.
    @Test(arguments: [1, 3])
    func filesAreSharedOut(ranks: Int) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let paths = try (0..<4).map { file in
            let path = folder.appending(path: "\(file).csv")
            let rows = (0..<10 + file).map { "\(100 * file + $0),0\n" }.joined()
            try Data(("a,b\n" + rows).utf8).write(to: path)
            return path.path
        }
        for files in [[paths[2]], paths] {
            let whole = ThreadRanks(ranks).run { communicator in
                (try? readShare(files, communicator: communicator))?.share.gathered(by: communicator).column(
                    0)
            }
            let expected = try files.flatMap { try readSample($0).sample.column(0) }
            #expect(whole.allSatisfy { $0 == expected })
        }
    }

    /// An error of one rank is the error of all.
    @Test func errorsAreShared() {
        let errors = ThreadRanks(3).run { communicator -> String in
            do {
                _ = try readShare(["/nowhere/a.csv", "/nowhere/b.csv"], communicator: communicator)
                return ""
            } catch {
                return "\(error)"
            }
        }
        #expect(Set(errors).count == 1 && errors[0].contains("/nowhere/a.csv"), "\(errors)")
    }
}

extension Array {
    fileprivate var pair: (Element, Element) { (self[0], self[1]) }
}
