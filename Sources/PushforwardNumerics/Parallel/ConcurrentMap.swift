/// Applies an operation to every element, at most `maximumTasks` at a time, and returns the results in order.
///
/// Operations get no random numbers or order from this function, so results do not depend on the number of threads.
///
/// - Parameters:
///   - elements: The elements.
///   - maximumTasks: Maximum number of operations at a time, at least 1.
///   - operation: The operation; its result depends on the element alone.
/// - Throws: The first error of an operation, after the running ones have ended; the rest is not started.
/// - Complexity: O(n) calls for n elements.
package func concurrentMap<Element: Sendable, Result: Sendable>(
    _ elements: [Element], maximumTasks: Int,
    _ operation: @escaping @Sendable (Element) throws -> Result
) async throws -> [Result] {
    precondition(maximumTasks >= 1, "at least 1 task works, not \(maximumTasks)")
    return try await withThrowingTaskGroup(of: (Int, Result).self) { group in
        var results = [Result?](repeating: nil, count: elements.count)
        var next = 0
        func begin() {
            guard next < elements.count else { return }
            let index = next
            next += 1
            group.addTask { (index, try operation(elements[index])) }
        }
        for _ in 0..<maximumTasks { begin() }
        while let (index, result) = try await group.next() {
            results[index] = result
            begin()
        }
        return results.map { $0! }
    }
}
