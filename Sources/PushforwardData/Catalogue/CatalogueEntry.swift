/// One kind of distribution that the catalogue knows.
public struct CatalogueEntry: Sendable {
    /// A parameter of a distribution.
    public struct Parameter: Sendable {
        /// What values it takes.
        public enum Domain: Sendable {
            case number, positive, notNegative, count
            /// A number for all coordinates, or one for each with slashes between.
            case vector
            /// A d x d matrix row after row with slashes between.
            case matrix
        }

        /// Its name.
        public let key: String
        /// Its value where none is given; empty for none.
        public let standard: [Double]
        /// What values it takes.
        public let domain: Domain

        init(_ key: String, _ standard: Double?, _ domain: Domain = .positive) {
            self.key = key
            self.standard = standard.map { [$0] } ?? []
            self.domain = domain
        }
    }

    /// The coordinates of its points.
    enum Dimension: Sendable {
        /// Any number; the given one by default.
        case any(Int)
        /// One number only.
        case fixed(Int)
    }

    /// What a distribution is made of.
    struct Arguments {
        let name: String
        let dimension: Int
        let values: [String: [Double]]

        subscript(key: String) -> Double { values[key]![0] }

        /// A value for each coordinate.
        func vector(_ key: String) -> [Double] {
            let given = values[key]!
            return given.count == 1 ? [Double](repeating: given[0], count: dimension) : given
        }

        func refusal(_ problem: String) -> UnknownDistribution {
            UnknownDistribution(name: name, problem: problem)
        }
    }

    /// Its name without dimension and parameters.
    public let name: String
    /// What it is, in a few words.
    public let summary: String
    /// Its parameters.
    public let parameters: [Parameter]
    let dimension: Dimension
    let make: @Sendable (Arguments) throws -> any Distribution

    /// How it is asked for: the name, with `:d` where the number of coordinates is free.
    public var form: String {
        if case .any = dimension { return name + ":d" }
        return name
    }

    /// The distribution of a name of this kind.
    func distribution(_ request: DistributionName) throws -> any Distribution {
        func refusal(_ problem: String) -> UnknownDistribution {
            UnknownDistribution(name: request.text, problem: problem)
        }
        let count: Int
        switch (dimension, request.dimension) {
        case (.any(let standard), let given): count = given ?? standard
        case (.fixed(let only), nil): count = only
        case (.fixed(let only), .some):
            throw refusal("'\(name)' always has \(only) coordinates; leave out ':'")
        }
        var values = Dictionary(uniqueKeysWithValues: parameters.map { ($0.key, $0.standard) })
        for (key, given) in request.parameters {
            guard let parameter = parameters.first(where: { $0.key == key }) else {
                let known = parameters.map(\.key).joined(separator: ", ")
                throw refusal(
                    "'\(name)' has no parameter '\(key)'; "
                        + (known.isEmpty ? "it has none" : "it has \(known)"))
            }
            if let problem = parameter.problem(with: given, dimension: count) { throw refusal(problem) }
            values[key] = given
        }
        return try make(Arguments(name: request.text, dimension: count, values: values))
    }
}

extension CatalogueEntry.Parameter {
    /// What is wrong with given values; `nil` where nothing is.
    fileprivate func problem(with values: [Double], dimension: Int) -> String? {
        let expected: (Int, String)
        switch domain {
        case .vector: expected = (values.count == 1 ? 1 : dimension, "1 or \(dimension) numbers")
        case .matrix: expected = (dimension * dimension, "\(dimension * dimension) numbers")
        default: expected = (1, "one number")
        }
        if values.count != expected.0 { return "'\(key)' must be \(expected.1), not \(values.count)" }
        switch domain {
        case .positive where values[0] <= 0: return "'\(key)' must be positive, not \(values[0])"
        case .notNegative where values[0] < 0: return "'\(key)' must be at least 0, not \(values[0])"
        case .count where !(1...1_000).contains(values[0]) || values[0] != values[0].rounded():
            return "'\(key)' must be a whole number from 1 to 1000, not \(values[0])"
        default: return nil
        }
    }
}
