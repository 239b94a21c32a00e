import Foundation
import PushforwardData
import Testing

@testable import PushforwardDiscrepancies
@testable import PushforwardNumerics
@testable import PushforwardTwoSample

/// Values that other libraries gave for the samples of Tools/reference/data (see distances.py there). Direct sums agree to
/// 1e-12 of the value, Fourier sums to their tolerance, entropic transport to its marginal error.
struct ReferenceTests {
    struct Entry: Sendable, CustomTestStringConvertible {
        let data: String
        let quantity: String
        let texts: [String: String]
        let numbers: [String: Double]
        let lists: [String: [Double]]
        let value: Double
        var testDescription: String { "\(data) \(quantity) \(texts) \(numbers)" }
    }

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../Tools/reference")

    static let entries: [Entry] = {
        guard let data = try? Data(contentsOf: folder.appendingPathComponent("distances.json")),
            let list = try? JSONSerialization.jsonObject(with: data) as? [[String: Any]]
        else { preconditionFailure("Tools/reference/distances.json can't be read") }
        return list.map { item in
            let parameters = item["parameters"] as! [String: Any]
            return Entry(
                data: item["data"] as! String, quantity: item["quantity"] as! String,
                texts: parameters.compactMapValues { $0 as? String },
                numbers: parameters.compactMapValues { ($0 as? NSNumber)?.doubleValue },
                lists: parameters.compactMapValues { $0 as? [Double] },
                value: (item["value"] as! NSNumber).doubleValue)
        }
    }()

    static func named(_ quantity: String, without: String? = nil) -> [Entry] {
        entries.filter { $0.quantity == quantity && (without == nil || $0.texts[without!] == nil) }
    }

    private func samples(_ name: String) throws -> (x: Sample, y: Sample) {
        func read(_ side: String) throws -> Sample {
            try readSample(ReferenceTests.folder.appendingPathComponent("data/\(name)_\(side).csv").path)
                .sample
        }
        return (try read("x"), try read("y"))
    }

    private func expect(_ value: Double, _ entry: Entry, within tolerance: Double) {
        #expect(
            abs(value - entry.value) <= tolerance * max(abs(entry.value), 1e-3),
            "\(value) is not \(entry.value)")
    }

    @Test(arguments: named("squared MMD"))
    func squaredMMDs(_ entry: Entry) throws {
        let (x, y) = try samples(entry.data)
        let kernel: Kernel =
            switch entry.texts["kernel"]! {
            case "gaussianMixture": .gaussianMixture(multiples: entry.lists["multiples"]!)
            case "rationalQuadratic": .rationalQuadratic(shape: entry.numbers["shape"]!)
            case let name: Kernel(Kernel.Family(rawValue: name)!)
            }
        let rule: BandwidthRule = entry.numbers["r"].map { .fixed($0) } ?? .median
        let estimator: Estimator = entry.texts["estimator"] == "U" ? .unbiased : .biased
        let pairs = squaredMMD(
            between: x, and: y, kernel: kernel, bandwidth: rule, estimator: estimator, method: .pairs)
        expect(pairs.value, entry, within: 2e-12)
        guard kernel.family == .gaussian, x.columns <= 3 else { return }
        for tolerance in [1e-4, 1e-6, 1e-10] {
            let sums = squaredMMD(
                between: x, and: y, kernel: kernel, bandwidth: rule, estimator: estimator, method: .fourier,
                tolerance: tolerance)
            #expect(sums.method == .fourier)
            #expect(abs(sums.value - entry.value) <= tolerance)
        }
    }

    @Test(arguments: named("MMD-FUSE bandwidth") + named("MMDAgg bandwidth"))
    func publishedBandwidths(_ entry: Entry) throws {
        let (x, y) = try samples(entry.data)
        let isFuse = entry.quantity == "MMD-FUSE bandwidth"
        let collection = isFuse ? KernelCollection(fuse: x, y) : KernelCollection(aggregated: x, y)
        let isGaussian = entry.numbers["norm"] == 2
        let member = collection.members[Int(entry.numbers["index"]!) + (isGaussian ? 10 : 0)]
        let multiple = isFuse ? (isGaussian ? 2 : 0.5) : 1
        expect((member.bandwidth / multiple).squareRoot(), entry, within: 1e-12)
    }

    /// Whatever the bins, since the statistic of the observed labels does not depend on them.
    @Test(arguments: named("MMD-FUSE statistic"), [0, 8])
    func fuse(_ entry: Entry, bins: Int) throws {
        let (x, y) = try samples(entry.data)
        var test = TwoSampleTest()
        test.statistic = .fuse
        test.scaling = .none
        test.permutations = 19
        test.bins = bins
        var random = RandomStream(seed: 1)
        expect(test(x, y, using: &random).statistic, entry, within: 1e-10)
    }

    @Test(arguments: named("median squared distance"))
    func medians(_ entry: Entry) throws {
        let (x, y) = try samples(entry.data)
        expect(medianHeuristic(of: x, and: y), entry, within: 1e-13)
    }

    @Test(arguments: [
        (DistancePreset.sklearn, "scikit-learn rbf_kernel MMD"), (.hyppo, "hyppo MMD statistic"),
        (.alibi, "alibi-detect MMDDrift MMD^2"),
    ])
    func presets(_ preset: DistancePreset, _ quantity: String) throws {
        // alibi-detect's own scale is in single precision unless it is told otherwise.
        for entry in ReferenceTests.named(quantity) where entry.texts["log sigma"] != "float32" {
            let (x, y) = try samples(entry.data)
            expect(preset.value(x, y), entry, within: 1e-12)
        }
    }

    /// GeomLoss's value is half of the biased one with r = 2 blur^2; the preset's blur is 0.05.
    @Test(arguments: named("geomloss gaussian"))
    func geomLoss(_ entry: Entry) throws {
        let (x, y) = try samples(entry.data)
        func half(_ r: Double) -> Double {
            0.5
                * squaredMMD(between: x, and: y, bandwidth: .fixed(r), estimator: .biased, method: .pairs)
                .value
        }
        expect(half(2 * entry.numbers["blur"]! * entry.numbers["blur"]!), entry, within: 1e-12)
        #expect(DistancePreset.geomloss.value(x, y) == half(2 * 0.05 * 0.05))
    }

    @Test(arguments: named("dcor energy distance"))
    func energy(_ entry: Entry) throws {
        let (x, y) = try samples(entry.data)
        expect(energyDistance(between: x, and: y).value, entry, within: 1e-11)
        guard x.columns == 2 else { return }
        // 256 equally spaced directions: relative error 1e-3 at most for samples of this size.
        expect(SlicedDistance(dimension: 2, directions: 256).energy(x, y).value, entry, within: 1e-3)
    }

    @Test(arguments: named("W1") + named("W2^2"))
    func line(_ entry: Entry) throws {
        let (x, y) = try samples(entry.data)
        let column = Int(entry.numbers["column"] ?? 1) - 1
        let (p, q) = (x.column(column), y.column(column))
        let isWeighted = entry.texts["weights of x"] != nil
        let first = isWeighted ? SortedLine(p, weights: p.indices.map { Double(1 + $0 % 5) }) : SortedLine(p)
        let second = isWeighted ? SortedLine(q, weights: q.indices.map { Double(1 + $0 % 3) }) : SortedLine(q)
        let order = entry.quantity == "W1" ? 1 : 2
        expect(WassersteinOnTheLine.powered(first, second, order: order), entry, within: 1e-10)
    }

    @Test(arguments: named("sliced W1") + named("sliced W2"))
    func sliced(_ entry: Entry) throws {
        guard entry.data == "b" else { return }
        let (x, y) = try samples(entry.data)
        let distance = SlicedDistance(dimension: 2, directions: 64)
        expect(
            distance.wasserstein(x, y, order: entry.quantity == "sliced W1" ? 1 : 2).value, entry,
            within: 1e-12)
    }

    @Test(arguments: named("EMD"))
    func transportPlans(_ entry: Entry) throws {
        let (x, y) = try samples(entry.data)
        let cost: ExactTransport.Cost = entry.texts["cost"] == "|x-y|" ? .distance : .squaredDistance
        let plan = try exactTransport(from: x, to: y, cost: cost)
        expect(plan.cost, entry, within: 1e-9)
        #expect(abs(plan.optimalityGap) <= 1e-11 * max(plan.cost, 1))
    }

    @Test(arguments: named("Sinkhorn divergence") + named("entropic OT_eps"))
    func entropicTransport(_ entry: Entry) throws {
        let (x, y) = try samples(entry.data)
        var divergence = SinkhornDivergence(epsilon: entry.numbers["epsilon"]!)
        divergence.tolerance = 1e-11
        divergence.maximumIterations = 20_000
        guard entry.texts["cost"] != "|x-y|" else { return }
        let result = divergence(x, y)
        #expect(result.hasConverged)
        let value = entry.quantity == "entropic OT_eps" ? result.transport : result.divergence
        expect(value, entry, within: 1e-8)
        #expect(result.divergence >= -1e-10)
    }

    @Test(arguments: named("Kolmogorov-Smirnov") + named("Kolmogorov-Smirnov p (exact)"))
    func kolmogorovSmirnov(_ entry: Entry) throws {
        let (x, y) = try samples(entry.data)
        let column = Int(entry.numbers["column"]!) - 1
        let test = KolmogorovSmirnov(SortedLine(x.column(column)), SortedLine(y.column(column)))
        expect(entry.quantity == "Kolmogorov-Smirnov" ? test.statistic : test.pValue, entry, within: 1e-9)
    }

    @Test func holm() {
        for entry in ReferenceTests.named("Holm") {
            #expect(
                abs(holmCorrection(entry.lists["p"]!)[Int(entry.numbers["index"]!)] - entry.value) < 1e-15)
        }
    }
}
