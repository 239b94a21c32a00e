import Synchronization

/// Number of pages that are listening.
final class Listeners: Sendable {
    private let count = Atomic(0)

    /// How many there are.
    var current: Int { count.load(ordering: .relaxed) }

    func enter() { count.add(1, ordering: .relaxed) }
    func leave() { count.subtract(1, ordering: .relaxed) }
}
