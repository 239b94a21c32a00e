package import Pushforward

/// One experiment of the report: one or two networks trained by plans, put together to a map.
package struct PaperRun: Sendable, Codable, Equatable {
    /// How the networks make the map.
    package enum Composition: Sendable, Codable, Equatable {
        /// The map is the one network.
        case single
        /// u -> (g1(u), g2(g1(u))): the second network takes the first one's output.
        case chained
        /// u -> (g1(u), g2(T^folds u)) with the tent map T.
        case unfolded(folds: Int)
    }

    /// The name of the run's folder.
    package var name: String
    /// The networks' plans.
    package var plans: [TrainingPlan]
    /// How they make the map.
    package var composition: Composition
    /// The distribution that the map should produce.
    package var target: String
    /// For targets that are known by a sample only: its number of points, drawn with the first plan's seed.
    package var targetPoints: Int?

    /// A run of one network.
    package init(name: String, _ plan: TrainingPlan) {
        self.init(name: name, plans: [plan], composition: .single, target: plan.to)
    }

    /// A run of several networks towards `target`.
    package init(name: String, plans: [TrainingPlan], composition: Composition, target: String) {
        self.name = name
        self.plans = plans
        self.composition = composition
        self.target = target
    }

    /// The run with another name and a change of its first plan.
    func changed(_ name: String, _ change: (inout TrainingPlan) -> Void) -> PaperRun {
        var run = self
        run.name = name
        change(&run.plans[0])
        run.target = composition == .single ? run.plans[0].to : target
        return run
    }

    /// The distribution that the map starts from.
    package var source: String { plans[0].from }

    /// The map that the networks make.
    package func map(_ models: [Model]) -> @Sendable (Matrix) -> Matrix {
        switch composition {
        case .single: return { models[0]($0) }
        case .chained:
            return { numbers in
                let first = models[0](numbers)
                return Matrix(columns: [first.values, models[1](first).values])
            }
        case .unfolded(let folds):
            let map = UnfoldedMap(folds: folds, first: models[0], second: models[1])
            return { map($0) }
        }
    }

    /// Trains the networks and measures the result.
    ///
    /// - Throws: `PlanError`, `UnknownDistribution`.
    package func carryOut(_ certifier: Certifier) throws -> FinishedRun {
        var models: [Model] = []
        var histories: [History] = []
        for (index, plan) in plans.enumerated() {
            let fit = try fit(plan, index: index, trained: models)
            let result = try fit.trainNetwork()
            var model = fit.model(result.network)
            // No distribution of the catalogue is what the second network of a chain takes.
            if index == 1, composition == .chained { model.metadata["source"] = nil }
            models.append(model)
            histories.append(result.history)
        }
        let certificate = certifier.certify(
            source: try Catalogue.distribution(named: source), seed: plans[0].seed, map: map(models))
        var record = RunRecord(
            run: self, histories: histories, certificate: certificate,
            weights: models.map { WeightStatistics.ofLayers($0.network) })
        if let sample = try targetSample() {
            record.distanceToSample = try distance(models, to: sample)
        }
        return FinishedRun(record: record, models: models)
    }

    /// The points by which a target known by a sample is given.
    package func targetSample() throws -> Matrix? {
        guard let targetPoints else { return nil }
        var random = RandomStream(seed: plans[0].seed, purpose: "target sample")
        return try Catalogue.distribution(named: target).sample(targetPoints, using: &random)
    }

    /// The fit of one of the plans.
    ///
    /// - Throws: `PlanError`, `UnknownDistribution`.
    func fit(_ plan: TrainingPlan, index: Int, trained: [Model]) throws -> Fit {
        var source = try Catalogue.distribution(named: plan.from)
        var target = try Catalogue.distribution(named: plan.to)
        if index == 1, composition == .chained {
            let first = trained[0]
            source = PushedDistribution(source, name: "output of the first network", dimension: 1) {
                first($0)
            }
        }
        if let sample = try targetSample() {
            target = EmpiricalDistribution(sample, name: "\(sample.rows) points of \(plan.to)")
        }
        return try Fit(from: FitSide(source), to: FitSide(target), plan: plan)
    }

    private func distance(_ models: [Model], to sample: Matrix) throws -> Double {
        var random = RandomStream(seed: plans[0].seed, purpose: "distance to the sample")
        let points = try Catalogue.distribution(named: source).sample(10_000, using: &random)
        return SlicedWasserstein(dimension: sample.columns).distance(map(models)(points), sample)
    }
}

/// What is kept of a run beside its networks.
package struct RunRecord: Sendable, Codable, Equatable {
    /// The run.
    package var run: PaperRun
    /// Each network's losses.
    package var histories: [History]
    /// What the map achieves.
    package var certificate: Certificate
    /// Statistics of each network's layers.
    package var weights: [[WeightStatistics]]
    /// Sliced W1 from the map's output to the sample that stood for the target, where one did.
    package var distanceToSample: Double?
}

/// A run with its networks.
package struct FinishedRun: Sendable {
    /// Plans, losses and measurements.
    package let record: RunRecord
    /// The trained networks with what is done to their input.
    package let models: [Model]
}
