import Foundation
import Pushforward
import PushforwardRuns
import Testing

@testable import PushforwardSweeps

struct SweepFileTests {
    private static let head = "from: normal:1\nto: uniform:1\nsweep:\n  vary:\n"

    private static func plan(_ vary: String, method: String = "grid") throws -> SweepPlan {
        try SweepFile(text: head + vary + "  method: \(method)\n  trials: 50\n", path: "s.yaml").read().plan
    }

    @Test func gridsAreAllCombinationsInOrder() throws {
        let plan = try Self.plan(
            "    training.l2: [0.001, 0.01]\n    network.hidden: [[8], [8, 8]]\n"
                + "    training.learningRate: {from: 0.01, to: 1, scale: log, count: 3}\n")
        #expect(plan.configurations.count == 12)
        #expect(plan.configurations[0] == ["0.001", "[8]", "0.01"])
        #expect(plan.configurations[4] == ["0.001", "[8, 8]", "0.1"])
        #expect(plan.configurations[11] == ["0.01", "[8, 8]", "1.0"])
    }

    /// Draws stay in their range, whole numbers are whole, and a logarithmic range has half of its draws below its
    /// geometric mean, within four deviations of a fair coin.
    @Test func drawsFollowTheirRanges() throws {
        let plan = try Self.plan(
            "    training.batch: {from: 10, to: 20}\n    training.learningRate: {from: 0.0001, to: 1, scale: log}\n",
            method: "random")
        let draws = plan.configurations
        #expect(draws.allSatisfy { (10...20).contains(Int($0[0]) ?? 0) })
        let rates = draws.compactMap { Double($0[1]) }
        #expect(rates.count == 50 && rates.allSatisfy { (0.0001...1).contains($0) })
        #expect(abs(Double(rates.count { $0 < 0.01 }) - 25) < 4 * 50.0.squareRoot() / 2)
        #expect(plan.configurations == draws)
    }

    @Test(arguments: [
        (
            "    training.learnRate: [1]\n",
            "plans have no key 'training.learnRate', did you mean 'training.learningRate'?"
        ),
        ("    training.l2: []\n", "expected at least one value"),
        ("    training.l2: {from: 1, to: 0}\n", "expected 'from' below 'to'"),
        ("    training.l2: {from: 0, to: 1, scale: log, count: 2}\n", "expected a positive 'from'"),
        ("    training.l2: {from: 0, to: 1}\n", "expected 'count'"),
        ("    training.l2: {froms: 0, to: 1}\n", "a range has no key 'froms', did you mean 'from'?"),
        ("    network.activation: {from: 0, to: 1}\n", "expected a list of values"),
        ("    seed: [1, 2]\n", "see 'seeds'"),
    ])
    func mistakesAreNamed(vary: String, words: String) throws {
        let error = #expect(throws: ReadingError.self) { try Self.plan(vary) }
        #expect(error?.description.contains(words) == true && error?.line == 5, "\(error?.description ?? "")")
    }
}

struct SuccessiveHalvingTests {
    /// Nine configurations whose score is their number, a third going on: 3 of them reach the second rung and 1 the last,
    /// and it is the best.
    @Test func theBestGoOn() {
        var schedule = SuccessiveHalving(configurations: 9, seeds: [1, 2], rungs: 3, reduction: 3)
        var order: [SweepTrial] = []
        while let trial = schedule.next() {
            order.append(trial)
            schedule.record(trial, score: Double((trial.configuration * 5) % 9))
        }
        #expect(Set(order).count == order.count)
        let counts = (0...2).map { rung in Set(order.filter { $0.rung == rung }.map(\.configuration)) }
        #expect(counts[0].count == 9 && counts[2] == [0])
        // In Li et al.'s algorithm a configuration may be promoted before better ones are known: at least a third goes on.
        #expect(counts[1].count >= 3 && counts[1].isSuperset(of: [0, 2, 4]))
    }

    /// From any part of the trials the rest is done, each once: those that were under way and lost are begun again.
    @Test(arguments: 0..<20)
    func resumingLosesNothing(_ cut: Int) {
        func run(_ schedule: inout SuccessiveHalving, limit: Int) -> [SweepTrial] {
            var done: [SweepTrial] = []
            while done.count < limit, let trial = schedule.next() {
                schedule.record(trial, score: Double((trial.configuration * 7) % 12))
                done.append(trial)
            }
            return done
        }
        func fresh() -> SuccessiveHalving {
            SuccessiveHalving(configurations: 12, seeds: [1], rungs: 2, reduction: 3)
        }
        var whole = fresh()
        let all = run(&whole, limit: .max)
        var first = fresh()
        let begun = run(&first, limit: cut)
        _ = first.next()
        var second = fresh()
        for trial in begun { second.record(trial, score: Double((trial.configuration * 7) % 12)) }
        let rest = run(&second, limit: .max)
        #expect(Set(begun + rest) == Set(all) && begun.count + rest.count == all.count)
    }
}

struct SweepStoreTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "sweep-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // Few rows, so that certificates take no time.
        let rows = (0..<40).map { "\(Double($0 * 7 % 40) / 40)\n" }.joined()
        try Data(rows.utf8).write(to: folder.appending(path: "target.csv"))
    }

    private func sweep(_ text: String = "", steps: Int = 6) throws -> (SweepPlan, PlanFile) {
        let head =
            "from: normal:1\nto: \(path("target.csv"))\nnetwork: {hidden: [4]}\ntraining: {steps: \(steps), batch: 20}\n"
        return try SweepFile(
            text: head + "sweep:\n  seeds: 2\n  vary:\n    training.l2: [0, 0.01, 2, 3]\n" + text,
            path: "s.yaml"
        ).read()
    }

    private func path(_ name: String) -> String { folder.appending(path: name).path }

    private var reading: FitReading { FitReading(ReadingOptions()) }

    @Test func aSweepGivesEveryTrialOnceForAnyNumberOfJobs() throws {
        let (plan, base) = try sweep()
        let runner = try TrialRunner(plan, base: base, reading: reading)
        var rankings: [[Double?]] = []
        for threads in 1...2 {
            let store = try SweepStore.open(path("\(threads).sqlite"), plan: plan, reading: reading)
            try SweepRunner(runner, store: store).run(threads: threads) { _ in }
            let records = try store.records()
            #expect(records.count == 8 && records.allSatisfy { $0.certificate != nil && $0.steps == 6 })
            let ranking = SweepRanking(plan, records)
            #expect(ranking.entries.count == 4 && ranking.failures == 0)
            rankings.append(ranking.entries.map(\.floorRatio))
        }
        #expect(rankings[0] == rankings[1])
    }

    /// A fit that is paused at a rung and resumes from the store's checkpoint ends as one that was never paused.
    @Test func rungsGoOnWhereTheyPaused() throws {
        let (plan, base) = try sweep(
            "  method: asha\n  trials: 4\n  minimumSteps: 30\n  reduction: 2\n", steps: 60)
        let runner = try TrialRunner(plan, base: base, reading: reading)
        #expect(runner.rungs == [30, 60])
        let store = try SweepStore.open(path("asha.sqlite"), plan: plan, reading: reading)
        try SweepRunner(runner, store: store).run(threads: 1) { _ in }
        let records = try store.records()
        let last = records.filter { $0.trial.rung == 1 }
        #expect(last.count >= 4 && last.allSatisfy { $0.steps == 60 })
        for record in last {
            let fit = try Fit(
                from: FitSide(named: "normal:1"), to: FitSide(named: path("target.csv")),
                plan: runner.plan(ofConfiguration: record.trial.configuration, seed: record.trial.seed))
            #expect(try fit.train().certificate == record.certificate)
        }
        #expect(try store.checkpoint(before: last[0].trial) == nil)
    }

    @Test func aSecondWriterIsRefusedAndReadersAreNot() throws {
        let (plan, _) = try sweep()
        let store = try SweepStore.open(path("s.sqlite"), plan: plan, reading: reading)
        let error = #expect(throws: FileError.self) {
            try SweepStore.open(path("s.sqlite"), plan: plan, reading: reading)
        }
        #expect(error?.reason == "another program is writing this sweep")
        #expect(try SweepStore.read(path("s.sqlite")).header().plan == plan.text)
        withExtendedLifetime(store) {}
    }

    @Test func anotherPlanOrAnotherFileIsRefused() throws {
        let (plan, _) = try sweep()
        do { _ = try SweepStore.open(path("s.sqlite"), plan: plan, reading: reading) }
        let (other, _) = try sweep("  seed: 5\n")
        #expect(throws: FileError.self) {
            try SweepStore.open(path("s.sqlite"), plan: other, reading: reading)
        }
        try Data("x,y\n1,2\n".utf8).write(to: folder.appending(path: "t.csv"))
        #expect(throws: ReadingError.self) { try SweepStore.read(path("t.csv")) }
        #expect(throws: ReadingError.self) {
            try SweepStore.open(path("t.csv"), plan: plan, reading: reading)
        }
        #expect(try String(contentsOf: folder.appending(path: "t.csv"), encoding: .utf8) == "x,y\n1,2\n")
    }

    /// Where the file can't grow, the sweep ends with an error, and with more room it goes on without a trial lost.
    @Test func aFullDiskLosesNothing() throws {
        let (plan, base) = try sweep(steps: 300)
        let runner = try TrialRunner(plan, base: base, reading: reading)
        do {
            let store = try SweepStore.open(path("s.sqlite"), plan: plan, reading: reading, pageLimit: 8)
            let sweep = try SweepRunner(runner, store: store)
            let error = #expect(throws: FileError.self) { try sweep.run(threads: 2) { _ in } }
            #expect(error?.reason.hasPrefix("no space left") == true)
            let records = try store.records()
            #expect(records.count < 8)
        }
        let store = try SweepStore.open(path("s.sqlite"), plan: plan, reading: reading)
        try SweepRunner(runner, store: store).run(threads: 2) { _ in }
        #expect(try store.records().count == 8)
    }
}

struct SweepRankingTests {
    /// Scores that one parameter decides but for a little noise, and a second that decides nothing.
    @Test func theParameterThatMattersIsFound() {
        let values = (0..<40).map { i in (i, Double(i % 2) + 0.01 * Double((i * 17) % 7)) }
        let first = SweepRanking.explainedShare(values.map { ("\($0.0 % 2)", $0.1) })
        let second = SweepRanking.explainedShare(values.map { ("\($0.0 / 2 % 4)", $0.1) })
        #expect(first! > 0.99 && second! < 0.05)
        #expect(SweepRanking.explainedShare([("a", 1), ("b", 2), ("c", 3)]) == nil)
    }
}
