import Pushforward

/// One experiment of the report: one or two networks trained by plans, put together to a map.
public struct PaperRun: Sendable, Codable, Equatable {
    /// How the networks make the map.
    public enum Composition: Sendable, Codable, Equatable {
        /// The map is the one network.
        case single
        /// u -> (g1(u), g2(g1(u))): the second network takes the first one's output.
        case chained
        /// u -> (g1(u), g2(T^folds u)) with the tent map T.
        case unfolded(folds: Int)
    }

    /// The name of the run's folder.
    public var name: String
    /// The networks' plans.
    public var plans: [TrainingPlan]
    /// How they make the map.
    public var composition: Composition
    /// The distribution that the map should produce.
    public var target: String
    /// For targets that are known by a sample only: its number of points, drawn with the first plan's seed.
    public var targetPoints: Int?

    /// A run of one network.
    public init(_ plan: TrainingPlan) {
        name = plan.name
        plans = [plan]
        composition = .single
        target = plan.target
    }

    /// A run of several networks towards `target`.
    public init(name: String, plans: [TrainingPlan], composition: Composition, target: String) {
        self.name = name
        self.plans = plans
        self.composition = composition
        self.target = target
    }

    /// The distribution that the map starts from.
    public var source: String { plans[0].source }

    /// The map that the networks make.
    public func map(_ networks: [Network]) -> @Sendable (Matrix) -> Matrix {
        switch composition {
        case .single: return { networks[0]($0) }
        case .chained:
            return { numbers in
                let first = networks[0](numbers)
                return Matrix(columns: [first.values, networks[1](first).values])
            }
        case .unfolded(let folds):
            let map = UnfoldedMap(folds: folds, first: networks[0], second: networks[1])
            return { map($0) }
        }
    }

    /// Trains the networks and measures the result.
    ///
    /// - Throws: `PlanError`, `UnknownDistribution`.
    public func carryOut(_ certifier: Certifier) throws -> FinishedRun {
        var networks: [Network] = []
        var histories: [History] = []
        for (index, plan) in plans.enumerated() {
            let result = try trainer(plan, index: index, trained: networks).train()
            networks.append(result.network)
            histories.append(result.history)
        }
        let certificate = certifier.certify(
            source: try Catalogue.distribution(named: source), seed: plans[0].seed, map: map(networks))
        var record = RunRecord(
            run: self, histories: histories, certificate: certificate,
            weights: networks.map(WeightStatistics.ofLayers))
        if let sample = try targetSample() {
            record.distanceToSample = try distance(networks, to: sample)
        }
        return FinishedRun(record: record, networks: networks)
    }

    /// The points by which a target known by a sample is given.
    public func targetSample() throws -> Matrix? {
        guard let targetPoints else { return nil }
        var random = RandomStream(seed: plans[0].seed, purpose: "target sample")
        return try Catalogue.distribution(named: target).sample(targetPoints, using: &random)
    }

    private func trainer(_ plan: TrainingPlan, index: Int, trained: [Network]) throws -> Trainer {
        var source = try Catalogue.distribution(named: plan.source)
        var target = try Catalogue.distribution(named: plan.target)
        if index == 1, composition == .chained {
            let first = trained[0]
            source = PushedDistribution(source, name: "output of the first network", dimension: 1) {
                first($0)
            }
        }
        if let sample = try targetSample() {
            target = EmpiricalDistribution(sample, name: "\(sample.rows) points of \(plan.target)")
        }
        return try Trainer(plan, source: source, target: target)
    }

    private func distance(_ networks: [Network], to sample: Matrix) throws -> Double {
        var random = RandomStream(seed: plans[0].seed, purpose: "distance to the sample")
        let points = try Catalogue.distribution(named: source).sample(10_000, using: &random)
        return SlicedWasserstein(dimension: sample.columns).distance(map(networks)(points), sample)
    }
}

/// What is kept of a run beside its networks.
public struct RunRecord: Sendable, Codable, Equatable {
    /// The run.
    public var run: PaperRun
    /// Each network's losses.
    public var histories: [History]
    /// What the map achieves.
    public var certificate: Certificate
    /// Statistics of each network's layers.
    public var weights: [[WeightStatistics]]
    /// Sliced W1 from the map's output to the sample that stood for the target, where one did.
    public var distanceToSample: Double?
}

/// A run with its networks.
public struct FinishedRun: Sendable {
    /// Plans, losses and measurements.
    public let record: RunRecord
    /// The trained networks.
    public let networks: [Network]
}
