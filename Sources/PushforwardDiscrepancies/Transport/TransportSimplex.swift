import PushforwardNumerics

/// The network simplex method for transport (Dantzig 1951; Ahuja, Magnanti and Orlin 1993, chapter 11).
///
/// The potentials make the tree's edges tight, u_i + v_j = c_ij. Row after row in turn, the column of the minimum reduced
/// cost c_ij - u_i - v_j enters where that is negative. Masses are such that no tree has an empty edge (see
/// ``TransportProblem``): each pivot lowers the cost, none comes back, and the method ends.
final class TransportSimplex {
    private static let visitsBetweenTightenings = 512
    /// The current tree; after `solve`, an optimal one.
    let tree: TransportTree
    /// Pivots so far.
    private(set) var pivots = 0
    private let problem: TransportProblem
    private let columns: TransportColumns
    /// Reduced costs above the negative of this are rounding.
    private var tolerance = 0.0

    /// Starts from a tree of n + m - 1 edges with the problem's sums.
    init(_ problem: TransportProblem, start edges: [TransportEdge]) {
        self.problem = problem
        columns = TransportColumns(problem.cost, count: problem.demands.count, points: problem.targets)
        tree = TransportTree(rows: problem.rows.count, columns: problem.demands.count, edges: edges)
    }

    /// Pivots until no reduced cost is negative, with potentials computed again before the last pass.
    func solve() {
        let n = problem.rows.count
        var pass = 0
        repeat {
            refreshPotentials()
            pass = pivots
            search(upTo: 4 * n)
        } while pivots > pass
    }

    /// Visits rows in turn until all in one turn have no negative reduced cost, or for a number of pivots.
    private func search(upTo limit: Int) {
        let n = problem.rows.count
        var (row, idle, visits) = (0, 0, 0)
        let last = pivots + limit
        while idle < n, pivots < last {
            let base = -tree.nodes[row].potential
            let best = columns.cheapest(problem.rows[row], base: base, below: -tolerance)
            idle += 1
            if best.cost < -tolerance {
                enter(row, best.column, best.cost)
                idle = 0
            }
            row = row + 1 == n ? 0 : row + 1
            visits += 1
            if visits % TransportSimplex.visitsBetweenTightenings == 0 { columns.tightenBlocks() }
        }
    }

    /// Pivots, and makes the new edge tight by moving the potentials of the part that was hung elsewhere.
    private func enter(_ row: Int, _ column: Int, _ reducedCost: Double) {
        pivots += 1
        let (nodes, n) = (tree.nodes, tree.rows)
        let moved = tree.pivot(row: row, column: column)
        let rowStep = Int(moved) < n ? reducedCost : -reducedCost
        tree.forEach(below: moved) { node in
            if node < n {
                nodes[node].potential += rowStep
            } else {
                nodes[node].potential -= rowStep
                columns.setHeight(node - n, nodes[node].potential)
            }
        }
    }

    /// Works the potentials out from the tree, so that rounding does not add up over pivots. O((n + m) d)
    private func refreshPotentials() {
        let (nodes, n) = (tree.nodes, tree.rows)
        var largest = 0.0
        nodes[0].potential = 0
        tree.forEach(below: 0) { node in
            guard node != 0 else { return }
            let parent = Int(nodes[node].parent)
            let cost = node < n ? problem.price(node, parent - n) : problem.price(parent, node - n)
            nodes[node].potential = cost - nodes[parent].potential
            largest = max(largest, abs(nodes[node].potential))
        }
        columns.setHeights { nodes[n + $0].potential }
        tolerance = largest * 0x1p-45
    }
}
