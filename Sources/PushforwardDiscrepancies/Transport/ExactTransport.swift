public import PushforwardNumerics

/// A cheapest way to move one weighted set of points to another, with its proof: what `exactTransport(from:to:cost:)`
/// gives.
///
/// Goals, in order: 1 the optimum, proven by the potentials: `optimalityGap` is rounding only; 2 an end on every
/// input; 3 speed. The plan minimizes sum_ij pi_ij c_ij over pi >= 0 with the given sums of rows and columns, whose
/// minimum is the earth mover's distance W_1 for c = |x - y| and W_2^2 for c = |x - y|^2. Potentials u, v solve the
/// dual: they maximize sum_i a_i u_i + sum_j b_j v_j under u_i + v_j <= c_ij.
///
/// The network simplex method on a ladder of problems of 4, 16, 64, ... points per side, each of which starts from the
/// optimum of the one before, with all reduced costs of a row priced at once. Nothing is random: results are the same
/// to the bit from run to run on one processor level.
public struct ExactTransport: Sendable {
    /// What it costs to move a unit of mass from x to y.
    public enum Cost: Sendable, CaseIterable {
        /// |x - y|, of which the optimum is W_1.
        case distance
        /// |x - y|^2, of which the optimum is W_2^2.
        case squaredDistance
    }

    /// Mass that goes from a source to a target.
    public struct Flow: Sendable, Equatable {
        /// Row of the source.
        public let source: Int
        /// Row of the target.
        public let target: Int
        /// Share of the total mass, above 0.
        public let mass: Double
    }

    /// Sum over flows of mass times cost.
    public let cost: Double
    /// `cost` less the lower bound sum_i a_i u_i + sum_j b_j v_j, where v_j = min_i c_ij - u_i is computed again
    /// from all n m costs: 0 up to rounding, 1e-12 of the cost as a rule.
    public let optimalityGap: Double
    /// Flows, ordered by source; n + m - 1 at most.
    public let flows: [Flow]
    /// u, one a source.
    public let sourcePotentials: [Double]
    /// v, one a target.
    public let targetPotentials: [Double]
    /// Pivots of the simplex method, over all problems of the ladder.
    public let iterations: Int
}

/// The cheapest transport between two samples of the same number of columns.
///
/// Weights are not negative, one per point, in any unit: each side is divided by its sum. Without weights all
/// points of a side weigh the same. Costs are computed where they are needed and never stored. Memory
/// O((n + m) d); as a rule 5 to 10 (n + m) pivots and three times as many rows of costs.
///
/// For squared distances both samples are centered first, so that offsets cost no digits:
/// |x - y|^2 = |x' - y'|^2 + 2 s x' - 2 s y' + |s|^2 with s the difference of the means.
/// - Throws: ``TransportError`` for no points, other columns, numbers that are not finite, unusable weights.
public func exactTransport(
    from x: Sample, to y: Sample, cost: ExactTransport.Cost, sourceWeights: [Double]? = nil,
    targetWeights: [Double]? = nil
) throws(TransportError) -> ExactTransport {
    guard x.columns == y.columns else {
        throw TransportError("points of \(x.columns) and \(y.columns) columns have no distance")
    }
    let masses = try TransportMasses(sources: x.rows, sourceWeights, targets: y.rows, targetWeights)
    let problem = try PointTransport(x, y, cost: cost, masses: masses)
    return problem.solved()
}

/// The cheapest transport by a matrix of costs, which may be negative: source i to target j costs
/// `costs[i * targets + j]`.
///
/// Weights as for samples. The matrix is copied once, with a third more for the coarser problems.
/// - Throws: ``TransportError`` for other counts, costs that are not finite, unusable weights.
public func exactTransport(
    costs: [Double], sources: Int, targets: Int, sourceWeights: [Double]? = nil,
    targetWeights: [Double]? = nil
) throws(TransportError) -> ExactTransport {
    guard costs.count == sources * targets else {
        throw TransportError(
            "\(sources) sources and \(targets) targets have \(sources * targets) costs, not \(costs.count)"
        )
    }
    guard costs.allSatisfy(\.isFinite) else { throw TransportError("costs are finite") }
    let masses = try TransportMasses(sources: sources, sourceWeights, targets: targets, targetWeights)
    return MatrixTransport(costs, masses: masses).solved()
}
