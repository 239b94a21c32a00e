public import PushforwardNumerics

/// A distribution of which each point follows one of several, chosen with given probabilities.
public struct Mixture: Distribution {
    /// The catalogue's name, or a description.
    public let name: String
    private let components: [any Distribution]
    /// Probabilities of the components up to and with each.
    private let limits: [Double]
    /// Number of coordinates of each point.
    public var dimension: Int { components[0].dimension }

    /// A mixture of distributions of one dimension with positive weights, which are divided by their sum.
    public init(name: String, _ parts: [(weight: Double, distribution: any Distribution)]) {
        precondition(
            !parts.isEmpty && parts.allSatisfy { $0.weight > 0 }
                && Set(parts.map(\.distribution.dimension)).count == 1,
            "parts with weights \(parts.map(\.weight)) and dimensions \(parts.map(\.distribution.dimension)) "
                + "do not mix")
        self.name = name
        components = parts.map(\.distribution)
        let total = parts.reduce(0) { $0 + $1.weight }
        var sum = 0.0
        limits = parts.map {
            sum += $0.weight / total
            return sum
        }
    }

    /// Fills `floats` with independent points, row after row.
    public func fill(_ floats: UnsafeMutableBufferPointer<Float>, using random: inout RandomStream) {
        let choices = (0..<floats.count / dimension).map { _ in component(at: random.uniform()) }
        scatter(choices, to: floats) { components[$0].fill($1, using: &random) }
    }

    /// Each component evenly, with as many points as its probability, up to rounding at random.
    public func fillQuasiRandom(_ floats: UnsafeMutableBufferPointer<Float>, using random: inout RandomStream)
    {
        let count = floats.count / dimension
        let shift = random.uniform()
        var choices = (0..<count).map { component(at: (Double($0) + shift) / Double(count)) }
        random.shuffle(&choices)
        scatter(choices, to: floats) { components[$0].fillQuasiRandom($1, using: &random) }
    }

    private func component(at place: Double) -> Int {
        limits.firstIndex { place < $0 } ?? limits.count - 1
    }

    /// Fills each component's points at once and puts them into the rows that chose it.
    private func scatter(
        _ choices: [Int], to floats: UnsafeMutableBufferPointer<Float>,
        _ fill: (Int, UnsafeMutableBufferPointer<Float>) -> Void
    ) {
        for index in components.indices {
            let rows = choices.indices.filter { choices[$0] == index }
            var points = [Float](repeating: 0, count: rows.count * dimension)
            points.withUnsafeMutableBufferPointer { points in
                if !rows.isEmpty { fill(index, points) }
                for (place, row) in rows.enumerated() {
                    for c in 0..<dimension { floats[row * dimension + c] = points[place * dimension + c] }
                }
            }
        }
    }
}
