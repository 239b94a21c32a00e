import Pushforward

/// The whole of `pushforward paper` but for the report.
package struct PaperExperiment: Sendable {
    /// What is under way: runs done, runs in all, and the share of all work done.
    package struct Progress: Sendable {
        /// Runs that are finished.
        package let finished: Int
        /// Runs in all.
        package let total: Int
        /// The run that has just ended.
        package let name: String
    }

    private let settings: PaperSettings
    private let runs: PaperRuns
    private let store: RunStore

    /// An experiment that keeps its runs in a store.
    package init(_ settings: PaperSettings, only: PaperMap? = nil, store: RunStore) {
        self.settings = settings
        self.store = store
        runs = PaperRuns(settings, only: only)
    }

    /// Carries out the runs that the store does not have, `threads` at a time, and measures the anchors.
    ///
    /// - Throws: `FileError`, `PlanError`.
    package func carryOut(threads: Int, progress: @escaping @Sendable (Progress) -> Void) async throws
        -> PaperResults
    {
        let all = runs.all
        let targets = Array(Set(all.map(\.target))).sorted()
        let certifiers = try Dictionary(
            uniqueKeysWithValues: targets.map { name in
                (name, Certifier(target: try Catalogue.distribution(named: name)))
            })
        let counter = Counter(total: all.count, report: progress)
        let finished = try await concurrentMap(all, maximumTasks: threads) { run in
            let result: FinishedRun
            if let stored = store.finished(run) {
                result = stored
            } else {
                result = try run.carryOut(certifiers[run.target]!)
                try store.write(result)
            }
            counter.count(run.name)
            return result
        }
        let anchors = try PaperMap.allCases.filter { runs.published[$0] != nil }.flatMap { map in
            try Anchor.all(
                of: map, certifier: certifiers[map == .f1 ? "uniform:2" : "normal:2"]!, seed: settings.seed)
        }
        return PaperResults(
            settings: settings, runs: runs,
            finished: Dictionary(uniqueKeysWithValues: finished.map { ($0.record.run.name, $0) }),
            anchors: anchors)
    }
}
