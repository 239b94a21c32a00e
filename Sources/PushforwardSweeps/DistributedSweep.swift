import Foundation
import Pushforward
package import PushforwardNumerics

/// A message of rank 0 to another rank.
private struct Assignment: Codable {
    /// The trial to do; `nil` where there is nothing left.
    let trial: SweepTrial?
    let checkpoint: Data?

    var bytes: [UInt8] {
        guard let data = try? JSONEncoder().encode(self) else {
            preconditionFailure("a trial that can't be encoded")
        }
        return Array(data)
    }
}

extension TrialRunner {
    /// Does the trials that rank 0 hands out until none is left. A rank says that it is free by what its last trial gave, and
    /// the first time by no bytes at all.
    package func work(for communicator: some Communicator) {
        var report: [UInt8] = []
        while true {
            communicator.send(report, to: 0)
            guard let answer = communicator.receive(wait: true),
                let assignment = try? JSONDecoder().decode(Assignment.self, from: Data(answer.bytes)),
                let trial = assignment.trial
            else { return }
            let outcome = run(trial, from: assignment.checkpoint)
            guard let data = try? JSONEncoder().encode(outcome) else {
                preconditionFailure("an outcome that can't be encoded")
            }
            report = Array(data)
        }
    }
}

extension SweepRunner {
    /// Works until nothing is left to do, with a number of threads here and one trial at a time on every other rank. Only rank
    /// 0 calls this; the others call ``TrialRunner/work(for:)``.
    ///
    /// - Throws: `FileError`.
    package func run(
        threads: Int, ranks: any Communicator, observe: @escaping @Sendable (Progress) -> Void
    ) throws {
        guard ranks.size > 1 else { return try run(threads: threads, observe: observe) }
        let worker = Thread { try? self.run(threads: threads, observe: observe) }
        worker.stackSize = 8 << 20
        worker.start()
        handOut(to: ranks, observe: observe)
        while !worker.isFinished { Thread.sleep(forTimeInterval: 0.001) }
        try throwFailure()
    }

    /// Answers the other ranks until all of them have been told that nothing is left.
    private func handOut(to ranks: any Communicator, observe: (Progress) -> Void) {
        var idle: [Int] = []
        var left = ranks.size - 1
        while left > 0 {
            if let (bytes, source) = ranks.receive(wait: false) {
                if let outcome = try? JSONDecoder().decode(SweepOutcome.self, from: Data(bytes)) {
                    finish(outcome, observe: observe)
                }
                idle.append(source)
            } else {
                Thread.sleep(forTimeInterval: 0.001)
            }
            idle.removeAll { rank in
                switch takeNow() {
                case .later: return false
                case .work(let trial, let checkpoint):
                    ranks.send(Assignment(trial: trial, checkpoint: checkpoint).bytes, to: rank)
                case .nothing:
                    ranks.send(Assignment(trial: nil, checkpoint: nil).bytes, to: rank)
                    left -= 1
                }
                return true
            }
        }
    }
}
