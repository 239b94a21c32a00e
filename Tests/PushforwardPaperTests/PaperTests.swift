import Foundation
import Testing

@testable import Pushforward
@testable import PushforwardPaper
import PushforwardRuns

struct PaperTests {
    private func folder() -> String {
        FileManager.default.temporaryDirectory.appendingPathComponent("paper-\(UUID().uuidString)").path
    }

    @Test(arguments: [true, false])
    func allPlansAreValidAndNamedOnce(quick: Bool) throws {
        let runs = PaperRuns(PaperSettings(seed: 5, quick: quick)).all
        #expect(Set(runs.map(\.name)).count == runs.count)
        for run in runs {
            for plan in run.plans { _ = try Fit(plan) }
        }
    }

    /// Weight decay alone gives a rate of 2 x 0.01 x 0.01 x 10 = 0.0020 per epoch.
    @Test func publishedColumnsAreThoseOfASlidingPoint() {
        let f1 = PointDecay.fitted(to: PublishedTable.f1.training, atEpochs: PublishedTable.f1.epochs) {
            PointMass.squaredMMD(toUniformAt: $0, bandwidth: $1)
        }
        #expect(f1.largestError < 0.002)
        #expect(f1.rate > 0.0018 && f1.rate < 0.0026)
        let f2 = PointDecay.fitted(to: PublishedTable.f2.training, atEpochs: PublishedTable.f2.epochs) {
            PointMass.squaredMMD(toNormalAt: $0, bandwidth: $1)
        }
        #expect(f2.largestError < 0.002)
        #expect(f2.rate > 0.0018 && f2.rate < 0.0026)
    }

    /// A small run is written, found again with the same bytes, and not found for another plan.
    @Test func storeKeepsFinishedRuns() throws {
        let path = folder()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let store = try RunStore(path: path, settings: PaperSettings())
        let run = PublishedPlans.f1(PaperSettings()).changed("small") { plan in
            plan.data.sets = .init(training: 100, validation: 20, test: 20)
            plan.training.batch = 50
            plan.training.steps = 6
        }
        #expect(store.finished(run) == nil)
        let result = try run.carryOut(Certifier(target: UniformCube(dimension: 2), points: 200))
        try store.write(result)
        let again = try #require(store.finished(run))
        #expect(again.record == result.record)
        #expect(again.models[0].network.parameters == result.models[0].network.parameters)
        var other = run
        other.plans[0].seed += 1
        #expect(store.finished(other) == nil)
    }

    /// A fit by the plan that a run's folder holds gives the run's map again, to the last bit.
    @Test(arguments: [false, true])
    func savedPlansRepeatTheirRuns(solved: Bool) throws {
        let path = folder()
        defer { try? FileManager.default.removeItem(atPath: path) }
        let store = try RunStore(path: path, settings: PaperSettings())
        let settings = PaperSettings()
        let run = (solved ? SolvedPlans.f2(settings) : PublishedPlans.f1(settings)).changed("run") { plan in
            plan.training.steps = 30
            plan.training.laterPhases = plan.training.laterPhases.map { .init(batch: $0.batch, steps: 5) }
            plan.loss.targetPoints = 1_000
        }
        let certifier = Certifier(target: try Catalogue.distribution(named: run.target), points: 200)
        try store.write(run.carryOut(certifier))
        var layers = PlanFile()
        let file = "\(path)/runs/run/plan-1.yaml"
        try layers.add(text: PlanFile.contents(of: file), path: file)
        let fit = try Fit(layers.wholePlan())
        let again = fit.model(try fit.trainNetwork().network)
        let written = try Model(contentsOf: "\(path)/runs/run/model-1.safetensors")
        #expect(again.network.parameters == written.network.parameters)
        #expect(again.input == written.input && again.output == written.output)
    }

    @Test func foreignFoldersAreLeftAlone() throws {
        let path = folder()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try makeFolder(path)
        try writeAtomically("mine", to: path + "/notes.txt")
        #expect(throws: FileError.self) { _ = try RunStore(path: path, settings: PaperSettings()) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: path) == ["notes.txt"])
        #expect(throws: FileError.self) {
            _ = try RunStore(path: path + "/notes.txt", settings: PaperSettings())
        }
    }

    @Test func otherSettingsNeedAnotherFolder() throws {
        let path = folder()
        defer { try? FileManager.default.removeItem(atPath: path) }
        _ = try RunStore(path: path, settings: PaperSettings(seed: 1))
        _ = try RunStore(path: path, settings: PaperSettings(seed: 1))
        #expect(throws: FileError.self) { _ = try RunStore(path: path, settings: PaperSettings(seed: 2)) }
    }
}
