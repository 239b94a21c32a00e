import Synchronization

/// Counts finished runs across threads and reports each.
final class Counter: Sendable {
    private let finished = Mutex(0)
    private let total: Int
    private let report: @Sendable (PaperExperiment.Progress) -> Void

    init(total: Int, report: @escaping @Sendable (PaperExperiment.Progress) -> Void) {
        self.total = total
        self.report = report
    }

    func count(_ name: String) {
        let count = finished.withLock { value in
            value += 1
            return value
        }
        report(PaperExperiment.Progress(finished: count, total: total, name: name))
    }
}
