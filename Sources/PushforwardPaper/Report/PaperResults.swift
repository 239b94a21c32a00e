import Pushforward

/// Which of the paper's three maps a report is limited to.
package enum PaperMap: String, Sendable, Codable, CaseIterable {
    case f1, f2, f3
}

/// All runs of a report.
package struct PaperRuns: Sendable {
    /// The paper's plans as published, by map.
    package let published: [PaperMap: PaperRun]
    /// Runs that show why they failed.
    package let explanations: [PaperRun]
    /// Choices where the paper is silent, made otherwise.
    package let alternatives: [PaperRun]
    /// The solved maps, by map, one run per seed.
    package let solved: [PaperMap: [PaperRun]]
    /// f1 with penalties and dropout.
    package let study: [RegularizationPlans.Setting]
    /// Two moons from few points with the same.
    package let moons: [RegularizationPlans.Setting]

    /// The runs for the given settings, limited to one map or not.
    package init(_ settings: PaperSettings, only: PaperMap? = nil) {
        func wanted(_ map: PaperMap) -> Bool { only == nil || only == map }
        var published: [PaperMap: PaperRun] = [:]
        if wanted(.f1) { published[.f1] = PublishedPlans.f1(settings) }
        if wanted(.f2) { published[.f2] = PublishedPlans.f2(settings) }
        if wanted(.f3) { published[.f3] = PublishedPlans.f3(settings) }
        self.published = published
        explanations = PublishedPlans.explanations(settings)
            .filter { wanted($0.name.hasPrefix("f1") ? .f1 : .f2) }
        alternatives =
            wanted(.f1) && !settings.quick
            ? PublishedPlans.alternatives(settings) : []
        let seeds = 0..<settings.repetitions
        var solved: [PaperMap: [PaperRun]] = [:]
        if wanted(.f1) { solved[.f1] = seeds.map { SolvedPlans.f1(settings, repetition: $0) } }
        if wanted(.f2) { solved[.f2] = seeds.map { SolvedPlans.f2(settings, repetition: $0) } }
        if wanted(.f3) { solved[.f3] = seeds.map { SolvedPlans.f3(settings, repetition: $0) } }
        self.solved = solved
        study = wanted(.f1) ? RegularizationPlans.f1(settings) : []
        moons = wanted(.f1) ? RegularizationPlans.moons(settings) : []
    }

    /// Every run, the longest kinds first, so that cores end together.
    package var all: [PaperRun] {
        PaperMap.allCases.flatMap { solved[$0] ?? [] } + moons.map(\.run) + study.map(\.run)
            + PaperMap.allCases.compactMap { published[$0] } + explanations + alternatives
    }
}

/// The finished runs of a report by name, and the certificates of maps that need no training.
package struct PaperResults: Sendable {
    /// The settings.
    package let settings: PaperSettings
    /// The runs.
    package let runs: PaperRuns
    /// Finished runs by name.
    package let finished: [String: FinishedRun]
    /// Certificates of reference maps.
    package let anchors: [Anchor]

    /// A finished run.
    package func result(_ run: PaperRun) -> FinishedRun { finished[run.name]! }

    /// The run of a solved map whose floor ratio is the median over the seeds.
    package func median(_ map: PaperMap) -> FinishedRun? {
        guard let all = runs.solved[map]?.map(result), !all.isEmpty else { return nil }
        let sorted = all.sorted { $0.record.certificate.floorRatio < $1.record.certificate.floorRatio }
        return sorted[(sorted.count - 1) / 2]
    }
}
