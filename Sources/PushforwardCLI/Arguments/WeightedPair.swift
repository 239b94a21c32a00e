import Pushforward

/// Two samples whose rows have weights.
struct WeightedPair {
    let pair: SamplePair
    let weights: (first: [Double], second: [Double])

    /// Splits the weights, the column of the given name or number, from the values of both samples.
    init(_ pair: SamplePair, weights column: String) throws {
        let number = Int(column).map { $0 - 1 }
        guard let index = pair.names.firstIndex(of: column) ?? number, pair.names.indices.contains(index)
        else {
            throw ReadingError(
                path: pair.paths.first,
                reason:
                    "expected a column '\(column)' of weights, found \(pair.names.joined(separator: ", "))")
        }
        let rest = pair.names.indices.filter { $0 != index }
        guard !rest.isEmpty else {
            throw ReadingError(
                path: pair.paths.first, reason: "expected columns of values beside the weights, found none")
        }
        for (sample, path) in [(pair.x, pair.paths.first), (pair.y, pair.paths.second)] {
            let values = sample.column(index)
            if let row = values.firstIndex(where: { $0 < 0 }) {
                throw ReadingError(
                    path: path,
                    reason: "expected weights of at least 0, found \(values[row]) in data row \(row + 1)")
            }
            guard values.contains(where: { $0 > 0 }) else {
                throw ReadingError(path: path, reason: "expected a positive weight, found none")
            }
        }
        self.pair = SamplePair(
            x: pair.x.selectingColumns(rest), y: pair.y.selectingColumns(rest),
            names: rest.map { pair.names[$0] },
            paths: pair.paths)
        weights = (pair.x.column(index), pair.y.column(index))
    }
}
