/// Measures and prints lines of `work<TAB>tool<TAB>seconds<TAB>floating-point operations`, as `peers.py` does.
struct Stopwatch {
    private let clock = ContinuousClock()

    /// The shortest of several runs of `repetitions` calls, a call.
    func best(of runs: Int, repetitions: Int = 1, _ work: () throws -> Void) rethrows -> Double {
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
        print("\(name)\tpushforward\t\(seconds)\t\(operations)")
    }

    /// One line of the shortest of several runs.
    func report(_ name: String, bestOf runs: Int, _ work: () throws -> Void) rethrows {
        report(name, seconds: try best(of: runs, work))
    }
}
