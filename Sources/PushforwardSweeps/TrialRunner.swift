package import Pushforward
package import PushforwardRuns
import Synchronization

#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// Carries out trials of one sweep, on one thread each.
package final class TrialRunner: Sendable {
    /// The sweep.
    package let plan: SweepPlan
    private let sides: (from: FitSide, to: FitSide)
    /// The plan of each configuration.
    private let plans: [TrainingPlan]
    /// Steps of each rung.
    let rungs: [Int]
    /// Made for the first trial that needs it, for all of them.
    private let certifier = Mutex<Certifier?>(nil)

    /// Reads the data and makes the plan of every configuration.
    ///
    /// - Throws: `ReadingError`, `UnknownDistribution`, and `PlanError` where the first plan can't be run; a later one
    ///   that can't is a trial that failed.
    package init(_ plan: SweepPlan, base: PlanFile, reading: FitReading) throws {
        guard let from = base.text("from"), let to = base.text("to") else {
            preconditionFailure("a sweep's base without 'from' and 'to'")
        }
        self.plan = plan
        let sides = try reading.sides(from: from, to: to)
        self.sides = sides
        plans = try plan.configurations.map { try TrialRunner.plan(base, plan.parameters, $0, sides) }
        rungs = plan.rungs(steps: plans[0].steps)
        _ = try Fit(from: sides.from, to: sides.to, plan: plans[0])
    }

    /// The order of the sweep's work.
    var schedule: SuccessiveHalving {
        SuccessiveHalving(
            configurations: plans.count, seeds: plan.seeds, rungs: rungs.count, reduction: plan.reduction)
    }

    /// Trials of the sweep where each configuration goes as far as it can; with successive halving most do not.
    package var largestCount: Int { plans.count * plan.seeds.count * rungs.count }

    /// The whole plan of a configuration with a seed.
    package func plan(ofConfiguration number: Int, seed: UInt64) -> TrainingPlan {
        var plan = plans[number]
        plan.seed = seed
        return plan
    }

    private static func plan(
        _ base: PlanFile, _ parameters: [SearchParameter], _ settings: [String],
        _ sides: (from: FitSide, to: FitSide)
    ) throws -> TrainingPlan {
        var layers = base
        do {
            for (parameter, value) in zip(parameters, settings) {
                try layers.add(assignment: "\(parameter.key)=\(value)")
            }
            return try layers.plan(from: sides.from, to: sides.to)
        } catch let error as ReadingError where error.line == nil {
            throw ReadingError(path: "sweep.vary", reason: error.reason)
        }
    }

    /// Measures the target's floor, which all trials share, with several threads before they begin.
    func measureFloor(threads: Int) {
        certifier.withLock { certifier in
            guard certifier == nil, let fit = try? Fit(from: sides.from, to: sides.to, plan: plans[0]) else {
                return
            }
            certifier = fit.certifier(threads: threads)
        }
    }

    /// Carries out a trial, from where the rung below left it.
    package func run(_ trial: SweepTrial, from checkpoint: Data?) -> SweepOutcome {
        let clock = ContinuousClock()
        var outcome = SweepOutcome(trial: trial)
        let time = clock.measure {
            do {
                try train(trial, from: checkpoint, into: &outcome)
            } catch {
                outcome.failure = "\(error)"
            }
        }
        outcome.seconds = time / .seconds(1)
        return outcome
    }

    /// Thrown where a rung ends the training for now.
    private struct Pause: Error {
        let network: Network
        let step: Int
        let history: History
        let checkpoint: Checkpoint
    }

    private func train(_ trial: SweepTrial, from data: Data?, into outcome: inout SweepOutcome) throws {
        let plan = plan(ofConfiguration: trial.configuration, seed: trial.seed)
        let fit = try Fit(from: sides.from, to: sides.to, plan: plan)
        let limit = trial.rung == rungs.count - 1 ? Int.max : rungs[trial.rung]
        do {
            // A checkpoint of another version is no loss: from the first step the trial ends with the same bytes.
            let checkpoint = data.flatMap { try? Checkpoint(decoding: $0) }
            let result = try fit.trainNetwork(from: checkpoint) { snapshot in
                guard snapshot.step >= limit, snapshot.step < snapshot.steps else { return }
                throw Pause(
                    network: snapshot.network, step: snapshot.step, history: snapshot.history,
                    checkpoint: snapshot.checkpoint)
            }
            (outcome.steps, outcome.history) = (result.steps, result.history.table.commaSeparated)
            outcome.certificate = try certificate(result.network, of: fit)
        } catch let pause as Pause {
            (outcome.steps, outcome.history) = (pause.step, pause.history.table.commaSeparated)
            outcome.checkpoint = try pause.checkpoint.encoded()
            outcome.certificate = try certificate(pause.network, of: fit)
        }
    }

    /// A map that gave infinite points.
    private struct Divergence: Error, CustomStringConvertible {
        let description =
            "the map gives points that are not finite; set a lower learning rate or gradient clipping"
    }

    private func certificate(_ network: Network, of fit: Fit) throws -> Certificate {
        let images = fit.model(network)(fit.sourcePoints(1_000))
        guard images.values.allSatisfy(\.isFinite) else { throw Divergence() }
        let shared = certifier.withLock { certifier in
            certifier = certifier ?? fit.certifier()
            return certifier
        }
        return fit.certificate(fit.model(network), certifier: shared)
    }
}
