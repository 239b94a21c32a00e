import Dispatch
import Synchronization

/// The results of an operation for 0 ..< count, in order, computed by up to `threads` threads.
///
/// The results do not depend on the number of threads. The calling thread works too and waits for the others.
///
/// - Parameters:
///   - count: Number of results.
///   - threads: Maximum number of threads, at least 1.
///   - operation: The operation; its result depends on the index alone.
/// - Complexity: O(count) calls.
package func concurrentResults<Result: Sendable>(
    _ count: Int, threads: Int, _ operation: @escaping @Sendable (Int) -> Result
) -> [Result] {
    precondition(threads >= 1, "at least 1 thread works, not \(threads)")
    guard threads > 1, count > 1 else { return (0..<count).map(operation) }
    let results = Mutex([Result?](repeating: nil, count: count))
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
        while true {
            let index = next.add(1, ordering: .relaxed).oldValue
            guard index < count else { return }
            let result = operation(index)
            results.withLock { $0[index] = result }
        }
    }
    return results.withLock { $0.map { $0! } }
}
