package import PushforwardFigures

extension SweepFigure {
    /// The picture of a ranking; a configuration that ended on a lower rung than the best one was given up.
    package init(_ ranking: SweepRanking, _ plan: SweepPlan) {
        let last = ranking.best?.rung ?? 0
        self.init(
            zip(plan.parameters, ranking.importances).map { parameter, share in
                Parameter(
                    name: parameter.key, scale: Parameter.Scale(parameter.values), explainedShare: share)
            },
            ranking.entries.map {
                Configuration(
                    settings: $0.settings, floorRatio: $0.floorRatio, isGivenUp: $0.rung < last)
            })
    }
}

extension SweepFigure.Parameter.Scale {
    fileprivate init(_ values: SearchParameter.Values) {
        switch values {
        case .range(_, _, let isLogarithmic, _, _): self = .range(isLogarithmic: isLogarithmic)
        case .choices(let choices): self = .choices(choices)
        }
    }
}
