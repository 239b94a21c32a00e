import CPushforwardKernels
import PushforwardNumerics

/// Transport by a matrix of costs, its rows and columns in orders that put like ones side by side.
///
/// Sources are near one another when they cost much the same to a few targets, and targets likewise.
struct MatrixTransport {
    private static let landmarks = 8
    private let masses: TransportMasses
    private let costs: [Double]

    /// Costs from source i to target j at i m + j.
    init(_ costs: [Double], masses: TransportMasses) {
        (self.costs, self.masses) = (costs, masses)
    }

    /// The plan and its proof.
    func solved() -> ExactTransport {
        let (n, m) = (masses.sources.count, masses.targets.count)
        let sources = MatrixTransport.order(count: n, others: m) { costs[$0 * m + $1] }
        let targets = MatrixTransport.order(count: m, others: n) { costs[$1 * m + $0] }
            .filter { masses.targets[$0] > 0 }
        let problem = TransportProblem(
            .stored, rows: rows(sources, targets), targets: nil,
            columnMasses: targets.map { masses.targets[$0] })
        let plan = TransportPlan(problem, sources: sources, targets: targets, total: masses.total)
        let potentials = targetPotentials(plan.sourcePotentials)
        let cost = plan.cost { costs[$0 * m + $1] }
        return ExactTransport(
            cost: cost, optimalityGap: cost - plan.lowerBound(masses, targetPotentials: potentials),
            flows: plan.flows, sourcePotentials: plan.sourcePotentials, targetPotentials: potentials,
            iterations: plan.iterations)
    }

    private static func order(count: Int, others: Int, _ cost: (Int, Int) -> Double) -> [Int] {
        let chosen = (0..<min(landmarks, others)).map { $0 * others / min(landmarks, others) }
        var features = AlignedArray<Double>(zeros: count * chosen.count)
        let target = features.mutablePointer
        for i in 0..<count {
            for (c, other) in chosen.enumerated() { target[i * chosen.count + c] = cost(i, other) }
        }
        let masses = [Int](repeating: 1, count: count)
        return TransportRows(width: chosen.count, masses: masses, numbers: features).spatialOrder()
    }

    /// Rows of costs in the given orders, padded for the kernel. O(n m)
    private func rows(_ sources: [Int], _ targets: [Int]) -> TransportRows {
        let width = TransportColumns.blocks(targets.count) * Int(PF_TRANSPORT_BLOCK)
        var numbers = AlignedArray<Double>(zeros: sources.count * width)
        let copy = numbers.mutablePointer
        costs.withUnsafeBufferPointer { costs in
            for (row, i) in sources.enumerated() {
                let from = costs.baseAddress! + i * masses.targets.count
                for (column, j) in targets.enumerated() { copy[row * width + column] = from[j] }
            }
        }
        return TransportRows(width: width, masses: sources.map { masses.sources[$0] }, numbers: numbers)
    }

    /// v_j = min_i c_ij - u_i, from all costs. O(n m)
    private func targetPotentials(_ potentials: [Double]) -> [Double] {
        let m = masses.targets.count
        var least = [Double](repeating: .infinity, count: m)
        costs.withUnsafeBufferPointer { costs in
            least.withUnsafeMutableBufferPointer { least in
                for (i, potential) in potentials.enumerated() {
                    let row = costs.baseAddress! + i * m
                    for j in 0..<m { least[j] = min(least[j], row[j] - potential) }
                }
            }
        }
        return least
    }
}
