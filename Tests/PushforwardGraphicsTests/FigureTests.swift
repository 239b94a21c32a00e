import Foundation
import Testing

@testable import PushforwardGraphics

#if canImport(FoundationXML)
    import FoundationXML
#endif

struct FigureTests {
    @Test(arguments: [
        (0.0...1.0, 300.0, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (-4.0...4.0, 200.0, ["\u{2212}4", "\u{2212}2", "0", "2", "4"]),
    ])
    func linearTicks(domain: ClosedRange<Double>, length: Double, labels: [String]) {
        let scale = Scale(Axis("", domain: domain), values: [], start: 0, end: length)
        #expect(scale.ticks { _ in 14 }.map(\.label) == labels)
    }

    @Test func narrowRangesKeepTheirDigits() {
        let scale = Scale(Axis("", domain: 0.021095...0.021115), values: [], start: 0, end: 220)
        let labels = scale.ticks { Double($0.count) * 6 }.map(\.label)
        #expect(labels.count >= 2)
        #expect(Set(labels).count == labels.count)
    }

    @Test func tinyAxesUsePowersOfTen() {
        let scale = Scale(Axis("", domain: -2e-8...2e-8), values: [], start: 0, end: 200)
        let labels = scale.ticks { _ in 14 }.map(\.label)
        #expect(labels == ["\u{2212}2e-8", "\u{2212}1e-8", "0", "1e-8", "2e-8"])
    }

    @Test func logarithmicScalesPutDecadesEquallyFarApart() {
        let scale = Scale(Axis("", domain: 1e-5...1e1, kind: .logarithmic), values: [], start: 0, end: 600)
        #expect(abs(scale(1e-2) - 300) < 1e-6)
        #expect(scale.ticks { _ in 14 }.map(\.label).first == "10⁻⁵")
        #expect(scale(-1).isNaN)
    }

    private func figure() -> Figure {
        Figure(
            "a < b & \"c\"", columns: 2,
            panels: [
                Panel(
                    "all marks", x: Axis("x"), y: Axis("y"),
                    marks: [
                        .points(x: [0, 1, .nan], y: [0, 2, 1], role: .result, label: "points"),
                        .line(x: [0, 1, 2, 3], y: [0, .nan, 1, 2], role: .training, label: "line"),
                        .histogram(edges: [0, 1, 2], counts: [3, 0], role: .source),
                        .horizontalRule(1, label: "one"), .verticalRule(1, label: "<"),
                    ]),
                Panel(
                    "bars", x: Axis("x", kind: .logarithmic), y: Axis(""),
                    marks: [.bars(names: ["a", "b"], values: [1, 20], deviations: [0.1, 2], role: .result)]),
                Panel(
                    "cells", x: Axis("x", domain: 0...1), y: Axis("y", domain: 0...1), hasEqualUnits: true,
                    marks: [.heatMap(values: [[0, 1], [.nan, 2]], x: 0...1, y: 0...1)]),
                Panel("nothing", x: Axis("x"), y: Axis("y"), marks: []),
            ])
    }

    @Test func documentsAreWellFormedAndRepeatable() {
        let svg = figure().svg()
        #expect(XMLParser(data: Data(svg.utf8)).parse())
        #expect(svg == figure().svg())
        #expect(svg.contains("a &lt; b &amp; &quot;c&quot;"))
        #expect(!svg.contains("nan"))
    }

    @Test func pointsThatAreNotFiniteAreLeftOut() {
        let dots = figure().svg().split(separator: "\n").first { $0.contains("stroke-linecap") }
        #expect(dots?.components(separatedBy: "h0").count == 3)
    }
}
