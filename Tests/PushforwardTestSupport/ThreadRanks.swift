import Foundation
import PushforwardNumerics
import Synchronization

/// Ranks that are threads of one program.
package final class ThreadRanks: Sendable {
    package let size: Int
    private let condition = NSCondition()
    private let state = Mutex(State())

    private struct State {
        var arrived = 0
        var round = 0
        var parts: [Int: [UInt8]] = [:]
        var result: [[UInt8]] = []
        var letters: [Int: [(bytes: [UInt8], source: Int)]] = [:]
    }

    package init(_ size: Int) { self.size = size }

    package struct Rank: Communicator {
        let ranks: ThreadRanks
        package let rank: Int
        package var size: Int { ranks.size }

        package func gather(_ bytes: [UInt8]) -> [[UInt8]] { ranks.gather(bytes, rank) }

        private func fold(
            _ values: UnsafeMutableBufferPointer<Double>, _ operation: (Double, Double) -> Double
        ) {
            let parts = gather(Array(UnsafeRawBufferPointer(values)))
            // Another order on every rank: results must not depend on it.
            for (turn, source) in (0..<size).map({ ($0 + rank) % size }).enumerated() {
                parts[source].withUnsafeBytes { raw in
                    for i in values.indices {
                        let value = raw.loadUnaligned(fromByteOffset: 8 * i, as: Double.self)
                        values[i] = turn == 0 ? value : operation(values[i], value)
                    }
                }
            }
        }

        package func sum(_ values: UnsafeMutableBufferPointer<Double>) { fold(values, +) }
        package func minimum(_ values: UnsafeMutableBufferPointer<Double>) { fold(values, min) }
        package func send(_ bytes: [UInt8], to rank: Int) { ranks.send(bytes, from: self.rank, to: rank) }
        package func receive(wait: Bool) -> (bytes: [UInt8], source: Int)? { ranks.receive(rank, wait) }
    }

    private func gather(_ bytes: [UInt8], _ rank: Int) -> [[UInt8]] {
        condition.lock()
        defer { condition.unlock() }
        let round = state.withLock { state -> Int in
            state.parts[rank] = bytes
            state.arrived += 1
            if state.arrived == size {
                state.result = (0..<size).map { state.parts[$0]! }
                (state.arrived, state.parts) = (0, [:])
                state.round += 1
                return state.round - 1
            }
            return state.round
        }
        condition.broadcast()
        while state.withLock({ $0.round }) == round { condition.wait() }
        return state.withLock { $0.result }
    }

    private func send(_ bytes: [UInt8], from source: Int, to rank: Int) {
        condition.lock()
        state.withLock { $0.letters[rank, default: []].append((bytes, source)) }
        condition.broadcast()
        condition.unlock()
    }

    private func receive(_ rank: Int, _ wait: Bool) -> (bytes: [UInt8], source: Int)? {
        condition.lock()
        defer { condition.unlock() }
        while state.withLock({ $0.letters[rank]?.isEmpty ?? true }) {
            guard wait else { return nil }
            condition.wait()
        }
        return state.withLock { $0.letters[rank]!.removeFirst() }
    }

    /// What the body gives on each rank.
    package func run<Result: Sendable>(_ body: @escaping @Sendable (Rank) -> Result) -> [Result] {
        let results = Mutex([Int: Result]())
        let threads = (0..<size).map { rank in
            let done = DispatchSemaphore(value: 0)
            Thread.detachNewThread {
                let result = body(Rank(ranks: self, rank: rank))
                results.withLock { $0[rank] = result }
                done.signal()
            }
            return done
        }
        for done in threads { done.wait() }
        return results.withLock { results in (0..<size).map { results[$0]! } }
    }
}
