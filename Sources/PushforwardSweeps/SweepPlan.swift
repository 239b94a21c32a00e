import Pushforward
import PushforwardRuns

/// What a sweep tries: a plan of fits, of which some keys vary.
package struct SweepPlan: Sendable, Codable, Equatable {
    /// How configurations are chosen.
    package enum Method: String, Sendable, Codable, CaseIterable {
        /// Every combination of the values.
        case grid
        /// Independent draws of every value.
        case random
        /// Independent draws, most of which are given up early: asynchronous successive halving (Li, Jamieson,
        /// Rostamizadeh, Gonina, Ben-tzur, Hardt, Recht and Talwalkar 2020).
        case asha
    }

    /// How configurations are chosen.
    package var method: Method
    /// The keys that vary.
    package var parameters: [SearchParameter]
    /// Number of configurations to draw; a grid sets its own.
    package var trials: Int
    /// Seeds with which each configuration is fitted.
    package var seeds: [UInt64]
    /// Seed of the draws.
    package var searchSeed: UInt64
    /// Steps after which successive halving first compares.
    package var minimumSteps: Int
    /// Of this many configurations successive halving continues one.
    package var reduction: Int
    /// The text of the file, which also holds the keys that do not vary.
    package var text: String

    /// The settings of each configuration, in the order of ``parameters``. O(configurations parameters)
    package var configurations: [[String]] {
        switch method {
        case .grid:
            return parameters.reduce([[]]) { combinations, parameter in
                combinations.flatMap { start in parameter.gridValues.map { start + [$0] } }
            }
        case .random, .asha:
            return (0..<trials).map { trial in
                var random = RandomStream(seed: searchSeed, purpose: "configuration \(trial)")
                return parameters.map { $0.draw(using: &random) }
            }
        }
    }

    /// Steps at which a configuration's fits pause to be compared, the last being all of them.
    func rungs(steps: Int) -> [Int] {
        guard method == .asha else { return [steps] }
        var rungs: [Int] = []
        var rung = minimumSteps
        while rung < steps {
            rungs.append(rung)
            let (next, overflow) = rung.multipliedReportingOverflow(by: reduction)
            rung = overflow ? steps : next
        }
        return rungs + [steps]
    }
}
