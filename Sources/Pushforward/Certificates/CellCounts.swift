import PushforwardData
import PushforwardNumerics

/// Points counted in a 20 x 20 grid (20 in one dimension) of cells with equal probability under the target.
struct CellCounts {
    let coverage: Double
    let corners: Double
    let outside: Double

    init(_ sample: Matrix, marginal: Marginal) {
        let side = 20
        let d = min(sample.columns, 2)
        var counts = [Int](repeating: 0, count: d == 2 ? side * side : side)
        var strays = 0
        for i in 0..<sample.rows {
            let coordinates = (0..<d).map { Double(sample[i, $0]) }
            let places = coordinates.map { marginal.distribution($0) }
            if case .uniform = marginal, coordinates.contains(where: { $0 < 0 || $0 > 1 }) {
                strays += 1
                continue
            }
            let cells = places.map { min(side - 1, Int($0 * Double(side))) }
            counts[d == 2 ? cells[0] * side + cells[1] : cells[0]] += 1
        }
        let places = d == 2 ? [0, side - 1, side * (side - 1), side * side - 1] : [0, side - 1]
        coverage = Double(counts.count { $0 > 0 }) / Double(counts.count)
        let expected = Double(sample.rows) * Double(places.count) / Double(counts.count)
        corners = Double(places.reduce(0) { $0 + counts[$1] }) / expected
        outside = Double(strays) / Double(sample.rows)
    }
}
