import Pushforward
import PushforwardNumerics
import RealModule

/// A key of a plan that varies, with the values it may take.
package struct SearchParameter: Sendable, Codable, Equatable {
    /// The values that a key may take.
    package enum Values: Sendable, Codable, Equatable {
        /// One of a list, each as in a plan.
        case choices([String])
        /// A number of a range. A logarithmic one is uniform in its logarithm.
        case range(from: Double, to: Double, isLogarithmic: Bool, isWhole: Bool, count: Int)
    }

    /// The key, such as `training.learningRate`.
    package let key: String
    /// The values.
    package let values: Values

    /// A key with its values.
    package init(key: String, values: Values) {
        self.key = key
        self.values = values
    }

    /// The values that a grid tries.
    var gridValues: [String] {
        switch values {
        case .choices(let choices): return choices
        case .range(_, _, _, _, let count):
            let places = (0..<count).map { count == 1 ? 0.5 : Double($0) / Double(count - 1) }
            var seen: Set<String> = []
            return places.map(value).filter { seen.insert($0).inserted }
        }
    }

    /// A random value.
    func draw(using random: inout RandomStream) -> String {
        switch values {
        case .choices(let choices): choices[random.integer(below: choices.count)]
        case .range: value(at: random.uniform())
        }
    }

    /// The value at a share of the way through a range, to four digits: what is tried is what is shown.
    private func value(at share: Double) -> String {
        guard case .range(let low, let high, let isLogarithmic, let isWhole, _) = values else { return "" }
        let exact =
            isLogarithmic
            ? Double.exp(Double.log(low) + share * (Double.log(high) - Double.log(low)))
            : low + share * (high - low)
        if isWhole { return "\(Int(exact.rounded()))" }
        guard exact != 0 else { return "0" }
        let unit = Double.pow(10, (Double.log10(abs(exact)).rounded(.down)) - 3)
        // A power of ten below 1 is no binary number; its reciprocal is, so that 0.0123 stays 0.0123.
        let rounded =
            unit < 1 ? (exact / unit).rounded() / (1 / unit).rounded() : (exact / unit).rounded() * unit
        return "\(min(max(rounded, low), high))"
    }
}
