/// Measures and prints lines of `name<TAB>seconds<TAB>floating-point operations`, the same that `peers.py` prints.
struct Stopwatch {
    private let clock = ContinuousClock()

    /// The shortest of several runs of `repetitions` calls, a call.
    func best(of runs: Int, repetitions: Int, _ work: () throws -> Void) rethrows -> Double {
        var shortest = Double.infinity
        for _ in 0..<runs {
            let duration = try clock.measure { for _ in 0..<repetitions { try work() } }
            let seconds =
                Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
            shortest = min(shortest, seconds / Double(repetitions))
        }
        return shortest
    }

    /// One line of the result.
    func report(_ name: String, seconds: Double, operations: Double = 0) {
        print("\(name)\t\(seconds)\t\(operations)")
    }
}
