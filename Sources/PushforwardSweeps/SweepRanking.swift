import Pushforward
import PushforwardNumerics
import RealModule

/// The configurations of a sweep from best to worst, and what each parameter has to do with it.
package struct SweepRanking: Sendable, Encodable {
    /// One configuration.
    package struct Entry: Sendable, Encodable {
        /// Its number.
        package let configuration: Int
        /// The values of the parameters, in their order.
        package let settings: [String]
        /// The highest rung that all seeds reached.
        package let rung: Int
        /// Steps there.
        package let steps: Int
        /// Mean of the seeds' floor ratios; `nil` where a fit failed.
        package let floorRatio: Double?
        /// Standard error of that mean: from the spread over seeds, or for one seed the certificate's own deviation.
        package let standardError: Double?
        /// Each seed's floor ratio.
        package let floorRatios: [Double]
        /// Seed of the best fit.
        package let bestSeed: UInt64
        /// Why a fit failed.
        package let failure: String?
    }

    /// Names of the parameters.
    package let parameters: [String]
    /// Those that went farthest first, and among them the lowest floor ratio first; failures last.
    package let entries: [Entry]
    /// For each parameter, the share of the variance of the logarithm of the floor ratio that it alone explains:
    /// the adjusted coefficient of determination of the means over its values, or over the quarters of a range, among all
    /// configurations at the first rung. `nil` where that takes more configurations than there are.
    package let importances: [Double?]
    /// Trials that have ended.
    package let trials: Int
    /// Those among them without a map.
    package let failures: Int

    /// The ranking of what a store holds. O(trials)
    package init(_ plan: SweepPlan, _ records: [SweepStore.Record]) {
        let configurations = plan.configurations
        parameters = plan.parameters.map(\.key)
        trials = records.count
        failures = records.count { $0.certificate == nil }
        let groups = Dictionary(grouping: records) { $0.trial.configuration }
        entries = groups.compactMap { number, records in
            Entry(number, settings: configurations[number], seeds: plan.seeds.count, records)
        }.sorted { Entry.precedes($0, $1) }
        let scores = SweepRanking.firstScores(groups)
        importances = plan.parameters.indices.map { index in
            SweepRanking.explainedShare(
                scores.map {
                    (plan.parameters[index].group(of: configurations[$0.configuration][index]), $0.score)
                })
        }
    }

    /// The best configuration; `nil` where there is none with a map.
    package var best: Entry? { entries.first.flatMap { $0.floorRatio == nil ? nil : $0 } }

    /// Mean logarithm of the floor ratio of each configuration at the first rung, where every one has been.
    private static func firstScores(
        _ groups: [Int: [SweepStore.Record]]
    ) -> [(configuration: Int, score: Double)] {
        groups.sorted { $0.key < $1.key }.compactMap { number, records in
            let scores = records.filter { $0.trial.rung == 0 }.compactMap { $0.certificate?.floorRatio }
            return scores.isEmpty ? nil : (number, Statistics.mean(scores.map { Double.log($0) }))
        }
    }

    /// 1 - (variance within groups) / (variance in all), both unbiased; at least 0.
    static func explainedShare(_ values: [(group: String, score: Double)]) -> Double? {
        let groups = Dictionary(grouping: values) { $0.group }.mapValues { $0.map(\.score) }
        guard groups.count > 1, values.count > groups.count + 1 else { return nil }
        func squares(_ scores: [Double]) -> Double {
            let mean = Statistics.mean(scores)
            return scores.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        }
        let total = squares(values.map(\.score)) / Double(values.count - 1)
        guard total > 0 else { return nil }
        let within = groups.sorted { $0.key < $1.key }.reduce(0) { $0 + squares($1.value) }
        return max(0, 1 - within / Double(values.count - groups.count) / total)
    }
}

extension SweepRanking.Entry {
    init?(_ number: Int, settings: [String], seeds: Int, _ records: [SweepStore.Record]) {
        let rungs = Dictionary(grouping: records) { $0.trial.rung }
        guard let (rung, last) = rungs.filter({ $0.value.count == seeds }).max(by: { $0.key < $1.key }) else {
            return nil
        }
        configuration = number
        self.settings = settings
        self.rung = rung
        steps = last.map(\.steps).max() ?? 0
        floorRatios = last.compactMap { $0.certificate?.floorRatio }
        failure = last.lazy.compactMap(\.failure).first
        bestSeed = last.min { $0.score < $1.score }!.trial.seed
        guard floorRatios.count == seeds else {
            (floorRatio, standardError) = (nil, nil)
            return
        }
        floorRatio = Statistics.mean(floorRatios)
        standardError =
            seeds > 1
            ? Statistics.standardDeviation(floorRatios) / Double(seeds).squareRoot()
            : last[0].certificate?.floorRatioDeviation
    }

    static func precedes(_ a: Self, _ b: Self) -> Bool {
        let (first, second) = (a.floorRatio ?? .infinity, b.floorRatio ?? .infinity)
        if first.isFinite != second.isFinite { return first.isFinite }
        return (-a.rung, first, a.configuration) < (-b.rung, second, b.configuration)
    }
}

extension SearchParameter {
    /// The group of a value for means: itself, or the quarter of a random search's range that it lies in.
    func group(of value: String) -> String {
        guard case .range(let low, let high, let isLogarithmic, _, let count) = values, count <= 1,
            let number = Double(value)
        else { return value }
        let place =
            isLogarithmic
            ? Double.log(number / low) / Double.log(high / low) : (number - low) / (high - low)
        return "quarter \(min(3, max(0, Int(4 * place))))"
    }
}
