import Pushforward

/// Watches a stream of measurements for drift: each day's batch against the first one.
/// `swift run -c release --package-path Examples DriftTest`
@main
enum DriftTest {
    static func main() throws {
        let reference = try day(0)
        for number in 1...8 {
            let batch = try day(number)
            let comparison = TwoSampleTest().compare(
                reference, batch, names: ["temperature", "pressure"], seed: 1)
            let p = comparison.outcome.pValue
            let verdict = p <= 0.01 ? "drift" : "steady"
            let columns = comparison.columns.filter { $0.correctedPValue <= 0.01 }.map(\.name)
            print("day \(number): p = \(p), \(verdict) \(columns.joined(separator: ", "))")
        }
    }

    /// 2,000 measurements, whose second column drifts from the fourth day on.
    private static func day(_ number: Int) throws -> Sample {
        let mean = 0.06 * Double(max(0, number - 3))
        let law = try Catalogue.distribution(named: "normal:2,mean=0/\(mean)")
        var random = RandomStream(seed: UInt64(number), purpose: "measurements")
        return Sample(law.sample(2_000, using: &random))
    }
}
