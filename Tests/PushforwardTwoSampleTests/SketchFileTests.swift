import Foundation
import Testing

@testable import PushforwardData
@testable import PushforwardDiscrepancies
@testable import PushforwardNumerics
@testable import PushforwardTwoSample

struct SketchFileTests {
    private static func sketch() -> SketchFile {
        var random = RandomStream(seed: 1)
        let sample = Sample(columns: 1, values: random.uniforms(40).map { Double($0) })
        let geometry = SketchGeometry(ranges: [0...1], bandwidths: [1, 0.25])
        return SketchFile(
            SampleSketch(sample, geometry: geometry, binRows: 8, using: &random), columns: ["height, m"])
    }

    private static func path() -> String {
        FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).sketch").path
    }

    @Test func filesHoldWhatWasWritten() throws {
        let (file, path) = (Self.sketch(), Self.path())
        defer { try? FileManager.default.removeItem(atPath: path) }
        try file.write(to: path)
        let found = try SketchFile(contentsOf: path)
        #expect(found.sketch == file.sketch && found.columns == file.columns)
        #expect(found.sketch.bins == 5 && found.sketch.leftOver == 0)
    }

    /// Every byte altered, and every length below the whole, is refused with one line.
    @Test func alteredAndCutFilesAreRefused() throws {
        let data = Self.sketch().data
        let path = Self.path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        for place in stride(from: 0, to: data.count, by: 7) {
            var altered = data
            altered[place] ^= 0x10
            try altered.write(to: URL(fileURLWithPath: path))
            #expect(throws: ReadingError.self) { try SketchFile(contentsOf: path) }
            try data.prefix(place).write(to: URL(fileURLWithPath: path))
            #expect(throws: ReadingError.self) { try SketchFile(contentsOf: path) }
        }
    }
}
