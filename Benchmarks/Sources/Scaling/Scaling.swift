import Foundation
import Pushforward
import PushforwardGraphics

/// Times the squared MMD and the default test for growing samples on one core, prints a table and draws it:
/// `Scaling Documentation/scaling.svg`.
@main
enum Scaling {
    static func main() throws {
        guard CommandLine.arguments.count == 2 else {
            print("usage: Scaling <figure.svg>")
            return
        }
        let sizes = [1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000]
        print("| rows of each sample | squared MMD | default test |\n|---|---|---|")
        var distances: [Double] = []
        var tests: [Double] = []
        for rows in sizes {
            let (x, y) = (sample(rows, seed: 1), sample(rows, seed: 2))
            distances.append(best { _ = squaredMMD(between: x, and: y) })
            tests.append(
                best {
                    var random = RandomStream(seed: 3)
                    _ = TwoSampleTest()(x, y, using: &random)
                })
            print("| \(rows) | \(text(distances.last!)) | \(text(tests.last!)) |")
        }
        try figure(sizes.map(Double.init), distances, tests).svg().write(
            toFile: CommandLine.arguments[1], atomically: true, encoding: .utf8)
    }

    private static func sample(_ rows: Int, seed: UInt64) -> Sample {
        var random = RandomStream(seed: seed)
        return Sample(Matrix(rows: rows, columns: 2, values: random.normals(2 * rows)))
    }

    private static func best(_ work: () -> Void) -> Double {
        let clock = ContinuousClock()
        return (0..<3).map { _ in
            let parts = clock.measure(work).components
            return Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
        }.min()!
    }

    private static func text(_ seconds: Double) -> String {
        NumberText.significant(seconds * 1_000, digits: 3) + " ms"
    }

    private static func figure(_ sizes: [Double], _ distances: [Double], _ tests: [Double]) -> Figure {
        let slope = distances.last! / sizes.last!
        return Figure(
            "Time on one core for normal points in the plane", columns: 1, panelSize: (560, 360),
            panels: [
                Panel(
                    "", x: Axis("rows of each sample", kind: .logarithmic),
                    y: Axis("seconds", kind: .logarithmic),
                    marks: [
                        .line(x: sizes, y: distances, role: .source, label: "squared MMD, tolerance 1e-6"),
                        .line(x: sizes, y: tests, role: .result, label: "default test"),
                        .line(
                            x: sizes, y: sizes.map { $0 * slope }, role: .reference,
                            label: "proportional to the rows"),
                    ])
            ])
    }
}
