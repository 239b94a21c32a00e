import Foundation
import Testing

@testable import Pushforward
@testable import PushforwardPaper

struct PaperTests {
    private func folder() -> String {
        FileManager.default.temporaryDirectory.appendingPathComponent("paper-\(UUID().uuidString)").path
    }

    @Test(arguments: [true, false])
    func allPlansAreValidAndNamedOnce(quick: Bool) throws {
        let runs = PaperRuns(PaperSettings(seed: 5, quick: quick)).all
        #expect(Set(runs.map(\.name)).count == runs.count)
        for run in runs {
            for plan in run.plans { try plan.validate() }
        }
    }

    /// Weight decay alone gives a rate of 2 x 0.01 x 0.01 x 10 = 0.0020 per epoch.
    @Test func publishedColumnsAreThoseOfASlidingPoint() {
        let f1 = PointDecay(epochs: PublishedTable.f1.epochs, losses: PublishedTable.f1.training) {
            PointMass.squaredMMD(toUniformAt: $0, bandwidth: $1)
        }
        #expect(f1.largestError < 0.002)
        #expect(f1.rate > 0.0018 && f1.rate < 0.0026)
        let f2 = PointDecay(epochs: PublishedTable.f2.epochs, losses: PublishedTable.f2.training) {
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
        var plan = PublishedPlans.f1(PaperSettings())
        plan.data = .sets(training: 100, validation: 20, test: 20, batch: 50, epochs: 3)
        let run = PaperRun(plan)
        #expect(store.finished(run) == nil)
        let result = try run.carryOut(Certifier(target: UniformCube(dimension: 2), points: 200))
        try store.write(result)
        let again = try #require(store.finished(run))
        #expect(again.record == result.record)
        #expect(again.networks[0].parameters == result.networks[0].parameters)
        var other = run
        other.plans[0].seed += 1
        #expect(store.finished(other) == nil)
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
