import Testing

@testable import Pushforward

struct FloorRatioTests {
    private static func fit(from source: String, to target: FitSide) throws -> Fit {
        let source = try FitSide(named: source)
        var plan = TrainingPlan.recipe(from: source, to: target, seed: 5)
        plan.network.hidden = [8]
        plan.training.batch = 100
        plan.training.steps = 120
        return try Fit(from: source, to: target, plan: plan)
    }

    /// What the live view shows of a map that is somewhat off is its certificate's ratio, within 5 deviations of the
    /// difference: a look has a quarter of a certificate's samples.
    @Test func looksAreCertificates() throws {
        let fit = try Self.fit(from: "normal:1", to: try FitSide(named: "gamma:1,shape=2"))
        let result = try fit.train()
        let (look, certificate) = (fit.glance().floorRatio(result.model), result.certificate)
        let deviation = 5.0.squareRoot() * certificate.floorRatioDeviation
        #expect(abs(look - certificate.floorRatio) < 5 * deviation)
    }

    /// The same for the rows of a file, by rows that training may see.
    @Test func looksAtRowsAreCertificates() throws {
        var random = RandomStream(seed: 6)
        let rows = try Catalogue.distribution(named: "ring").sample(3_000, using: &random)
        let fit = try Self.fit(from: "normal:2", to: FitSide(rows, name: "rows"))
        let result = try fit.train()
        let (look, certificate) = (fit.glance().floorRatio(result.model), result.certificate)
        #expect(certificate.points == 1_500)
        let deviation = 2 * certificate.floorRatioDeviation
        #expect(abs(look - certificate.floorRatio) < 5 * deviation)
    }

    /// True samples are at the floor by every way to it, and a certificate's ratio is the rule's.
    @Test func everyFloorIsOfTruth() {
        let target = StandardNormal(dimension: 2)
        var random = RandomStream(seed: 7)
        let samples = (0..<16).map { _ in target.sample(2_000, using: &random) }
        let named = FloorRatio(of: target, points: 2_000)
        let rows = FloorRatio(dividing: target.sample(40_000, using: &random), into: 2_000)
        for rule in [named, rows] {
            let (ratio, distance) = rule(of: Array(samples[..<8]), against: Array(samples[8...]))
            #expect(abs(ratio - 1) < 5 * named.deviation && distance > 0)
        }
    }
}
