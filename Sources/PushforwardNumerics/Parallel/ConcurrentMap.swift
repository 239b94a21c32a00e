/// Applies an operation to every element, at most `maximumTasks` at a time, and returns the results in order.
///
/// The first error thrown is thrown on once the operations under way have ended; elements not yet begun are
/// left out. Operations get no random numbers or order from this function, so that results do not depend on
/// the number of tasks.
public func concurrentMap<Element: Sendable, Result: Sendable>(
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
