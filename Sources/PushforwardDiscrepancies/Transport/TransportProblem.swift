import PushforwardNumerics

/// Rows and columns with masses, near ones side by side, and what it costs to move a unit.
///
/// The masses are those given times K = 2 n + 1, with 1 more at each row and n more at the last column (Orden 1956).
/// Then no proper part of rows and columns is balanced, so that every tree of n + m - 1 edges that meets the sums
/// carries mass on each, and rounding to multiples of K gives back the solution for the masses given.
struct TransportProblem {
    let cost: TransportCost
    /// Coordinates of the sources, or their costs.
    let rows: TransportRows
    /// Coordinates of the targets, unless costs are stored.
    let targets: TransportRows?
    /// Mass of each target.
    let demands: [Int]

    private init(_ cost: TransportCost, _ rows: TransportRows, _ targets: TransportRows?, demands: [Int]) {
        (self.cost, self.rows, self.targets, self.demands) = (cost, rows, targets, demands)
    }

    /// The problem for rows and columns of equal sums up to `largestTotal(rows:)`; columns have mass.
    init(_ cost: TransportCost, rows: TransportRows, targets: TransportRows?, columnMasses: [Int]) {
        let scale = TransportProblem.scale(rows.count)
        var demands = columnMasses.map { $0 * scale }
        demands[demands.count - 1] += rows.count
        self.init(cost, rows.mappingMasses { $0 * scale + 1 }, targets, demands: demands)
    }

    private static func scale(_ rows: Int) -> Int { 2 * rows + 1 }

    /// What the masses of each side may add up to.
    static func largestTotal(rows: Int) -> Int { (1 << 61) / scale(rows) }

    /// The mass given that an edge's mass stands for.
    static func given(_ mass: Int, rows: Int) -> Int { (mass + rows) / scale(rows) }

    /// The cost from a row to a column. O(d)
    func price(_ row: Int, _ column: Int) -> Double {
        guard let targets else { return rows[row, column] }
        var q = 0.0
        let (x, y) = (rows[row], targets[column])
        for c in 0..<rows.width { q += (x[c] - y[c]) * (x[c] - y[c]) }
        return cost == .distance ? q.squareRoot() : q
    }

    /// The edges of an optimal tree, the rows' potentials and the number of pivots.
    ///
    /// A ladder of problems, each of the centers of four neighbors of the next: the optimal tree of one, its masses
    /// divided among the neighbors, is where the next one starts (Schmitzer 2016).
    func solved() -> (edges: [TransportEdge], rowPotentials: [Double], pivots: Int) {
        let (simplex, pivots) = ladder()
        let potentials = (0..<rows.count).map { simplex.tree.nodes[$0].potential }
        return (simplex.tree.edges(), potentials, pivots)
    }

    private func ladder() -> (simplex: TransportSimplex, pivots: Int) {
        let (rowGroup, columnGroup) = (rows.count > 4 ? 4 : 1, demands.count > 4 ? 4 : 1)
        guard max(rowGroup, columnGroup) > 1 else {
            let all = TransportEdge(row: 0, column: 0, mass: demands.reduce(0, +))
            let start = refined([all], rowGroup: rows.count, columnGroup: demands.count)
            let simplex = TransportSimplex(self, start: start)
            simplex.solve()
            return (simplex, simplex.pivots)
        }
        let coarse = coarsened(rows: rowGroup > 1, columns: columnGroup > 1).ladder()
        let start = refined(coarse.simplex.tree.edges(), rowGroup: rowGroup, columnGroup: columnGroup)
        let simplex = TransportSimplex(self, start: start)
        simplex.solve()
        return (simplex, coarse.pivots + simplex.pivots)
    }

    private func coarsened(rows coarsensRows: Bool, columns coarsensColumns: Bool) -> TransportProblem {
        let fewer = coarsensRows ? rows.coarsened() : rows
        guard coarsensColumns else { return TransportProblem(cost, fewer, targets, demands: demands) }
        if let centers = targets?.withMasses(demands).coarsened() {
            return TransportProblem(cost, fewer, centers, demands: centers.masses)
        }
        let means = fewer.coarsenedColumns(masses: demands)
        return TransportProblem(cost, means.rows, nil, demands: means.masses)
    }

    /// Deals the masses of edges between groups out among their members, each group's members in order: a staircase
    /// within each edge, and no cycle over all. O(n + m)
    private func refined(_ edges: [TransportEdge], rowGroup: Int, columnGroup: Int) -> [TransportEdge] {
        var (supplies, demands) = (rows.masses, demands)
        var nextRow = Array(stride(from: 0, to: supplies.count, by: rowGroup))
        var nextColumn = Array(stride(from: 0, to: demands.count, by: columnGroup))
        var result = [TransportEdge]()
        for edge in edges.sorted(by: { ($0.row, $0.column) < ($1.row, $1.column) }) {
            var mass = edge.mass
            while mass > 0 {
                let (i, j) = (nextRow[edge.row], nextColumn[edge.column])
                let part = min(mass, supplies[i], demands[j])
                result.append(TransportEdge(row: i, column: j, mass: part))
                mass -= part
                supplies[i] -= part
                demands[j] -= part
                if supplies[i] == 0 { nextRow[edge.row] += 1 }
                if demands[j] == 0 { nextColumn[edge.column] += 1 }
            }
        }
        return result
    }
}
