import Dispatch
import Synchronization

/// The results of an operation for 0 ..< count, in order, computed by up to `tasks` threads.
///
/// The results do not depend on the number of tasks. The calling thread works too and waits for the others.
///
/// - Parameters:
///   - count: Number of results.
///   - tasks: Maximum number of threads, at least 1.
///   - operation: The operation; its result depends on the index alone.
/// - Complexity: O(count) calls.
public func concurrentResults<Result: Sendable>(
    _ count: Int, tasks: Int, _ operation: @escaping @Sendable (Int) -> Result
) -> [Result] {
    precondition(tasks >= 1, "at least 1 task works, not \(tasks)")
    guard tasks > 1, count > 1 else { return (0..<count).map(operation) }
    let results = Mutex([Result?](repeating: nil, count: count))
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: min(tasks, count)) { _ in
        while true {
            let index = next.add(1, ordering: .relaxed).oldValue
            guard index < count else { return }
            let result = operation(index)
            results.withLock { $0[index] = result }
        }
    }
    return results.withLock { $0.map { $0! } }
}
