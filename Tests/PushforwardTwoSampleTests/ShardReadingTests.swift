import Foundation
import PushforwardTestSupport
import Testing

@testable import PushforwardData
@testable import PushforwardNumerics

struct ShardReadingTests {
    /// A rank passes over the blocks that it does not want, of arrays and of text, with quotation marks here and there.
    @Test(arguments: ["npy", "csv", "quoted.csv"], [false, true])
    func blocksAreDealtOut(ending: String, skipsMissing: Bool) throws {
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
            let table = try? readShard([path], options: options, communicator: communicator)
            return (
                table?.rows.gathered(by: communicator).column(0), table?.skippedRows,
                table?.rows.sample.rows
            )
        }
        for (column, skipped, own) in whole {
            #expect(column == expected && skipped == rows - expected.count)
            #expect(own ?? rows < rows / 2)
        }
    }

    /// Shares of one file and of several have all rows once, at their places.
    @Test(arguments: [1, 3])
    func filesAreDealtOut(ranks: Int) throws {
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
                (try? readShard(files, communicator: communicator))?.rows.gathered(by: communicator).column(
                    0)
            }
            let expected = try files.flatMap { try readSample($0).sample.column(0) }
            #expect(whole.allSatisfy { $0 == expected })
        }
    }

    /// Arrays in single precision beside text in double lose no digits, whichever rank reads which.
    @Test(arguments: [1, 2])
    func precisionsMayDiffer(ranks: Int) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let paths = ["a.npy", "b.csv", "c.csv"].map { folder.appending(path: $0).path }
        let output = try PointOutput(paths[0], columns: 1, rowCount: 2)
        try output.write(Matrix(rows: 2, columns: 1, values: [0.25, 0.1]))
        try output.finish()
        try writeAtomically("0.1\n0.3\n", to: paths[1])
        try writeAtomically("0.7\n", to: paths[2])
        let columns = ThreadRanks(ranks).run { communicator in
            (try? readShard(paths, communicator: communicator))?.rows.gathered(by: communicator).column(0)
        }
        #expect(columns.allSatisfy { $0 == [0.25, Double(Float(0.1)), 0.1, 0.3, 0.7] })
    }

    /// Files whose columns have other names are refused, whichever rank reads them, and so is another number of columns.
    @Test(arguments: [1, 2, 3], ["x,z", "x,y,z"])
    func namesAreThoseOfTheFirstFile(ranks: Int, header: String) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let headers = ["x,y", "x,y", header]
        let paths = try headers.enumerated().map { file, header in
            let path = folder.appending(path: "\(file).csv").path
            let row = header.split(separator: ",").map { _ in "1" }.joined(separator: ",")
            try writeAtomically("\(header)\n\(row)\n\(row)\n", to: path)
            return path
        }
        let errors = ThreadRanks(ranks).run { communicator -> ReadingError? in
            do {
                _ = try readShard(paths, communicator: communicator)
                return nil
            } catch { return error as? ReadingError }
        }
        #expect(errors.allSatisfy { $0?.path == paths[2] }, "\(errors)")
    }

    /// An error of one rank is the error of all.
    @Test func errorsAreThoseOfAll() {
        let errors = ThreadRanks(3).run { communicator -> String in
            do {
                _ = try readShard(["/nowhere/a.csv", "/nowhere/b.csv"], communicator: communicator)
                return ""
            } catch {
                return "\(error)"
            }
        }
        #expect(Set(errors).count == 1 && errors[0].contains("/nowhere/a.csv"), "\(errors)")
    }
}
