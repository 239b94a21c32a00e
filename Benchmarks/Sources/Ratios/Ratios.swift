import Foundation
import Pushforward
import PushforwardGraphics

/// Draws the ratios of a table that `run` printed: `Ratios peers.svg < table.md`.
@main
enum Ratios {
    static func main() throws {
        guard CommandLine.arguments.count == 2 else {
            print("usage: Ratios <figure.svg> < table.md")
            return
        }
        var rows: [(name: String, ratio: Double)] = []
        while let line = readLine() {
            let cells = line.split(separator: "|").map { $0.split(separator: " ").joined(separator: " ") }
            guard cells.count >= 5, let ratio = cells[4].split(separator: " ").first.flatMap({ Double($0) })
            else {
                continue
            }
            rows.append(("\(cells[0]): \(cells[2])", ratio))
        }
        // Of bars on a linear scale the longest would hide the others.
        let marks: [Mark] = [
            .bars(names: rows.map(\.name), values: rows.map { log10($0.ratio) }, role: .result),
            .verticalRule(1, label: "10 times as fast"), .verticalRule(2, label: "100 times"),
        ]
        let figure = Figure(
            "The peer's time over Pushforward's, one core", columns: 1,
            panelSize: (900, Double(60 + 22 * rows.count)),
            panels: [Panel("", x: Axis("decimal logarithm of the ratio"), y: Axis(""), marks: marks)])
        try figure.svg().write(toFile: CommandLine.arguments[1], atomically: true, encoding: .utf8)
    }
}
