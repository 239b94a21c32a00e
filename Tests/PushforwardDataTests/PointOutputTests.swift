import Foundation
import Testing

@testable import PushforwardData
@testable import PushforwardNumerics

struct PointOutputTests {
    private func points(_ rows: Int) -> Matrix {
        var random = RandomStream(seed: 21)
        return Matrix(rows: rows, columns: 3, values: random.normals(3 * rows))
    }

    private func temporary(_ name: String) -> String {
        FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString)-\(name)").path
    }

    /// Written in parts and read in parts of other sizes: the same bits, since text has the digits that tell floats apart.
    @Test(arguments: ["points.npy", "points.csv"], [1, 7, 1_000])
    func streamsKeepEveryBit(_ name: String, rows: Int) throws {
        let (path, all) = (temporary(name), points(2_345))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let output = try PointOutput(path, columns: 3, names: name.hasSuffix("csv") ? ["a", "b", "c"] : nil)
        for start in stride(from: 0, to: 2_345, by: 100) {
            try output.write(all.slice(start..<min(start + 100, 2_345)))
        }
        #expect(!FileManager.default.fileExists(atPath: path))
        try output.finish()
        #expect(try readSample(path).sample.matrix == all)
        var read = Matrix(rows: 0, columns: 3)
        try readParts(path, rows: rows) { part in
            #expect(part.rowCount == (name.hasSuffix("npy") ? 2_345 : nil))
            read = read.appending(part.sample.matrix)
        }
        #expect(read == all)
    }

    @Test func whatIsNotFinishedLeavesNothing() throws {
        let path = temporary("points.csv")
        do {
            let output = try PointOutput(path, columns: 3)
            try output.write(points(5))
        }
        let folder = (path as NSString).deletingLastPathComponent
        let name = (path as NSString).lastPathComponent
        #expect(try !FileManager.default.contentsOfDirectory(atPath: folder).contains { $0.hasPrefix(name) })
        #expect(throws: FileError.self) { _ = try PointOutput("/nowhere/at/all.csv", columns: 1) }
    }

    @Test func partsTellOfErrorsInTheirPlace() throws {
        let path = temporary("broken.csv")
        defer { try? FileManager.default.removeItem(atPath: path) }
        let lines = (0..<100).map { $0 == 73 ? "1,x" : "1,2" }
        try writeAtomically(lines.joined(separator: "\n"), to: path)
        let error = #expect(throws: ReadingError.self) { try readParts(path, rows: 10) { _ in } }
        #expect(error?.line == 74 && error?.column == 2)
    }
}
