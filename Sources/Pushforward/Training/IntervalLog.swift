/// Mean losses over intervals of a run: epochs of fixed sets, or 200 parts of a run on fresh points.
struct IntervalLog: Sendable, Codable {
    private(set) var history = History()
    /// Steps of an interval.
    let interval: Int
    private let countsIntervals: Bool
    private var sum = 0.0
    private var count = 0

    /// - Parameters:
    ///   - interval: Steps of an interval.
    ///   - countsIntervals: Whether an interval's place in the history is its number, not that of its first step.
    init(interval: Int, countsIntervals: Bool) {
        self.interval = interval
        self.countsIntervals = countsIntervals
    }

    /// Adds one step's loss; returns whether an interval is complete.
    mutating func add(_ loss: Double) -> Bool {
        sum += loss
        count += 1
        guard count % interval == 0 else { return false }
        history.place.append(countsIntervals ? count / interval - 1 : count - interval)
        history.training.append(sum / Double(interval))
        sum = 0
        return true
    }

    /// Adds the validation's distance at the end of an interval, or its loss at the beginning.
    mutating func addValidation(_ distance: Double) { history.validation.append(distance) }

    /// Adds the test's loss at the beginning of an interval.
    mutating func addTest(_ loss: Double) { history.test.append(loss) }
}
