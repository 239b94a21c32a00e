import PushforwardNumerics

/// What a solved problem says in the order of what was given, before the lower bound is computed.
struct TransportPlan {
    /// Flows by source, then target.
    let flows: [ExactTransport.Flow]
    /// u, one a source.
    let sourcePotentials: [Double]
    let iterations: Int

    /// Solves a problem whose row k is the source `sources[k]` and whose column k is the target `targets[k]`.
    init(_ problem: TransportProblem, sources: [Int], targets: [Int], total: Int) {
        let solution = problem.solved()
        flows = solution.edges.compactMap { edge in
            let units = TransportProblem.given(edge.mass, rows: sources.count)
            guard units > 0 else { return nil }
            return ExactTransport.Flow(
                source: sources[edge.row], target: targets[edge.column], mass: Double(units) / Double(total))
        }
        .sorted { ($0.source, $0.target) < ($1.source, $1.target) }
        var potentials = solution.rowPotentials
        for (place, source) in sources.enumerated() { potentials[source] = solution.rowPotentials[place] }
        sourcePotentials = potentials
        iterations = solution.pivots
    }

    /// Sum over flows of mass times cost.
    func cost(_ price: (Int, Int) -> Double) -> Double {
        Statistics.sum(flows.map { $0.mass * price($0.source, $0.target) })
    }

    /// sum_i a_i u_i + sum_j b_j v_j.
    func lowerBound(_ masses: TransportMasses, targetPotentials: [Double]) -> Double {
        let total = Double(masses.total)
        var sum = CompensatedSum()
        for (mass, potential) in zip(masses.sources, sourcePotentials) {
            sum.add(Double(mass) / total * potential)
        }
        for (mass, potential) in zip(masses.targets, targetPotentials) {
            sum.add(Double(mass) / total * potential)
        }
        return sum.value
    }
}
