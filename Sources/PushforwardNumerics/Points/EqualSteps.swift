/// Rows at equal steps through a sample of many: row i of `count` is row floor(i total / count) of the whole.
///
/// The rule knows neither ranks nor shards, so that a part of a sample that is taken by it is the same for any number
/// of them. Where one count divides another, steps of steps are steps: 1,000 of 20,000 rows of a sample are the 1,000 rows
/// of the sample.
package struct EqualSteps: Sendable {
    /// Rows of the whole sample.
    package let total: Int
    /// Rows that are taken: all where there are no more than wanted.
    package let count: Int

    /// Up to `most` rows of `total`.
    package init(total: Int, most: Int) {
        precondition(total >= 0 && most > 0, "\(most) of \(total) rows can't be taken")
        self.total = total
        count = min(total, most)
    }

    /// The row of the whole sample that is taken as number `index`.
    package func row(_ index: Int) -> Int { count == total ? index : index * total / count }

    /// The numbers under which the rows of a range of the whole sample are taken.
    package func indices(of rows: Range<Int>) -> Range<Int> {
        count == total ? rows : firstIndex(atLeast: rows.lowerBound)..<firstIndex(atLeast: rows.upperBound)
    }

    /// floor(i total / count) >= row where i >= row count / total.
    private func firstIndex(atLeast row: Int) -> Int { (row * count + total - 1) / total }
}

extension Sample {
    /// Up to `count` rows at equal steps. O(count d)
    public func thinned(to count: Int) -> Sample {
        guard rows > count else { return self }
        let steps = EqualSteps(total: rows, most: count)
        return selecting((0..<count).map(steps.row))
    }
}
