/// The series of a figure with their samples, in rows below the title; each label once.
struct LegendLayout {
    private let entries: [(role: Role, label: String, isLine: Bool, x: Double, row: Int)]
    private let rows: Int

    var height: Double { Double(rows) * 18 + (rows > 0 ? 4 : 0) }

    init(_ series: [(role: Role, label: String, isLine: Bool)], width: Double) {
        var placed: [(role: Role, label: String, isLine: Bool, x: Double, row: Int)] = []
        var x = 12.0
        var row = 0
        for entry in series where !placed.contains(where: { $0.label == entry.label }) {
            let length = 34 + Canvas.textWidth(entry.label) + 14
            if x + length > width && x > 12 {
                x = 12
                row += 1
            }
            placed.append((entry.role, entry.label, entry.isLine, x, row))
            x += length
        }
        entries = placed
        rows = placed.isEmpty ? 0 : row + 1
    }

    func draw(on canvas: inout Canvas, top: Double) {
        for entry in entries {
            let y = top + Double(entry.row) * 18 + 6
            if entry.isLine {
                canvas.line(
                    entry.x, y, entry.x + 26, y, color: entry.role.color, width: 2,
                    dashes: entry.role.dashes)
            } else {
                canvas.rectangle(
                    Frame(x: entry.x + 8, y: y - 5, width: 10, height: 10), fill: entry.role.color,
                    opacity: 0.8)
            }
            canvas.text(entry.label, x: entry.x + 32, y: y + 4, anchor: .start)
        }
    }
}
