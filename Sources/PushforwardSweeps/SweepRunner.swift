import Dispatch
import Pushforward
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Runs a sweep with several workers, each on its own trial.
package final class SweepRunner: Sendable {
    private let runner: TrialRunner
    private let store: SweepStore
    private let state: Mutex<State>
    /// Signalled once for every waiting worker when a trial ends.
    private let changes = DispatchSemaphore(value: 0)

    private struct State {
        var schedule: SuccessiveHalving
        var underWay = 0
        var waiting = 0
        var finished: Int
        var failure: (any Error)?
    }

    /// How far a sweep is.
    package struct Progress: Sendable {
        /// Trials in the store.
        package let finished: Int
        /// The trial that has just ended.
        package let outcome: SweepOutcome
    }

    /// Goes on with what the store holds.
    ///
    /// - Throws: `FileError`.
    package init(_ runner: TrialRunner, store: SweepStore) throws {
        self.runner = runner
        self.store = store
        let records = try store.records()
        var schedule = runner.schedule
        for record in records { schedule.record(record.trial, score: record.score) }
        state = Mutex(State(schedule: schedule, finished: records.count))
    }

    /// Works until nothing is left to do. Trials that are under way when one can't be stored end first.
    ///
    /// - Parameters:
    ///   - threads: Trials at a time.
    ///   - observe: Called when a trial is in the store, one call at a time.
    /// - Throws: `FileError`.
    package func run(threads: Int, observe: @escaping @Sendable (Progress) -> Void) throws {
        if threads > 1 && state.withLock({ $0.finished }) < runner.largestCount {
            runner.measureFloor(threads: threads)
        }
        DispatchQueue.concurrentPerform(iterations: threads) { _ in
            while let (trial, checkpoint) = self.take() {
                self.finish(self.runner.run(trial, from: checkpoint), observe: observe)
            }
        }
        try throwFailure()
    }

    /// - Throws: `FileError` where a trial could not be stored.
    func throwFailure() throws {
        if let failure = state.withLock({ $0.failure }) { throw failure }
    }

    // MARK: Work for others

    /// The next trial, with where the rung below left it; waits while none can be chosen before another ends, and is `nil`
    /// when there is nothing left to do.
    func take() -> (trial: SweepTrial, checkpoint: Data?)? {
        while true {
            switch takeNow(waits: true) {
            case .work(let trial, let checkpoint): return (trial, checkpoint)
            case .nothing: return nil
            case .later: changes.wait()
            }
        }
    }

    /// What a free worker is to do.
    enum Answer {
        case work(SweepTrial, checkpoint: Data?)
        case later
        case nothing
    }

    /// The next trial without waiting.
    ///
    /// - Parameter waits: Whether after `later` one of ``changes`` is waited for.
    func takeNow(waits: Bool = false) -> Answer {
        state.withLock { state in
            guard state.failure == nil else { return .nothing }
            guard let trial = state.schedule.next() else {
                guard state.underWay > 0 else { return .nothing }
                if waits { state.waiting += 1 }
                return .later
            }
            do {
                let checkpoint = try store.checkpoint(before: trial)
                state.underWay += 1
                return .work(trial, checkpoint: checkpoint)
            } catch {
                state.failure = error
                return .nothing
            }
        }
    }

    /// Stores what a trial gave and wakes those who wait.
    func finish(_ outcome: SweepOutcome, observe: (Progress) -> Void) {
        let waiting = state.withLock { state in
            state.underWay -= 1
            do {
                try store.add(outcome)
                state.schedule.record(outcome.trial, score: outcome.score)
                state.finished += 1
                observe(Progress(finished: state.finished, outcome: outcome))
            } catch {
                state.failure = state.failure ?? error
            }
            defer { state.waiting = 0 }
            return state.waiting
        }
        for _ in 0..<waiting { changes.signal() }
    }
}
