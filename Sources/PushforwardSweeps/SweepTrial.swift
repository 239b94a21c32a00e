package import Pushforward
import PushforwardNumerics

#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// One piece of a sweep's work: a configuration, fitted with one seed up to one rung.
package struct SweepTrial: Sendable, Hashable, Codable {
    /// Number of the configuration, from 0.
    package let configuration: Int
    /// The fit's seed.
    package let seed: UInt64
    /// Number of the rung, from 0.
    package let rung: Int
}

/// What a trial gave.
package struct SweepOutcome: Sendable, Codable {
    /// The trial.
    package let trial: SweepTrial
    /// Steps done.
    package var steps = 0
    /// How good the map is; `nil` where there is none.
    package var certificate: Certificate?
    /// The losses, as comma-separated values.
    package var history = ""
    /// The checkpoint for the next rung; `nil` at the last.
    package var checkpoint: Data?
    /// Why there is no map.
    package var failure: String?
    /// Time that it took.
    package var seconds = 0.0

    /// The floor ratio; infinite where there is no map.
    package var score: Double { certificate?.floorRatio ?? .infinity }
}

/// Successive halving without waiting: whenever a worker is free, the best configuration of the highest rung that is
/// among the first 1 / reduction of those compared there continues, and where there is none a new configuration begins
/// (Li et al. 2020, algorithm 2). With one rung it is a list of trials.
///
/// What is under way is not kept: from the trials that have ended alone the same decisions follow, so that a sweep
/// can be resumed from its store.
struct SuccessiveHalving: Sendable {
    private let configurations: Int
    private let seeds: [UInt64]
    private let rungs: Int
    private let reduction: Int
    /// Scores of the trials that have ended, [rung][configuration][seed].
    private var scores: [[Int: [UInt64: Double]]]
    private var begun: Set<SweepTrial> = []
    private var queue: [SweepTrial] = []
    private var nextConfiguration = 0

    init(configurations: Int, seeds: [UInt64], rungs: Int, reduction: Int) {
        self.configurations = configurations
        self.seeds = seeds
        self.rungs = rungs
        self.reduction = reduction
        scores = Array(repeating: [:], count: rungs)
    }

    /// Takes note of a trial that has ended.
    mutating func record(_ trial: SweepTrial, score: Double) {
        begun.insert(trial)
        scores[trial.rung][trial.configuration, default: [:]][trial.seed] = score
    }

    /// The next trial; `nil` if none can start before another ends.
    mutating func next() -> SweepTrial? {
        if queue.isEmpty { fillQueue() }
        return queue.isEmpty ? nil : queue.removeFirst()
    }

    private mutating func fillQueue() {
        for rung in (0..<rungs - 1).reversed() {
            for configuration in promotable(from: rung) where begin(configuration, rung: rung + 1) { return }
        }
        while nextConfiguration < configurations {
            nextConfiguration += 1
            if begin(nextConfiguration - 1, rung: 0) { return }
        }
    }

    /// Queues the trials of a configuration that have not begun; whether there are any.
    private mutating func begin(_ configuration: Int, rung: Int) -> Bool {
        let trials = seeds.map { SweepTrial(configuration: configuration, seed: $0, rung: rung) }
        queue = trials.filter { begun.insert($0).inserted }
        return !queue.isEmpty
    }

    /// The best configurations among those that all seeds have brought to a rung, best first.
    private func promotable(from rung: Int) -> [Int] {
        let means = scores[rung].filter { $0.value.count == seeds.count }
            .mapValues { Statistics.mean(Array($0.values)) }
        let order = means.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
        return order.prefix(order.count / reduction).filter { $0.value.isFinite }.map(\.key)
    }
}
