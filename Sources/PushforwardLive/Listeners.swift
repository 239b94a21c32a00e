import Synchronization

/// Number of pages that are listening.
package final class Listeners: Sendable {
    private let count = Atomic(0)

    /// None.
    package init() {}

    /// How many there are.
    package var current: Int { count.load(ordering: .relaxed) }

    fileprivate func enter() { count.add(1, ordering: .relaxed) }
    fileprivate func leave() { count.subtract(1, ordering: .relaxed) }
}

/// One page that listens for as long as this lives.
final class Listener: Sendable {
    private let listeners: Listeners

    init(_ listeners: Listeners) {
        self.listeners = listeners
        listeners.enter()
    }

    deinit { listeners.leave() }
}
