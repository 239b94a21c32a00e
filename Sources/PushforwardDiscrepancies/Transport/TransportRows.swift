import CPushforwardKernels
import PushforwardNumerics

/// What it costs to move one unit of mass.
enum TransportCost: Sendable {
    /// |x - y|^2
    case squaredDistance
    /// |x - y|
    case distance
    /// A number of a matrix.
    case stored

    /// The kernel's name of the cost.
    var kind: pf_transport_kind {
        switch self {
        case .squaredDistance: PF_TRANSPORT_SQUARED
        case .distance: PF_TRANSPORT_DISTANCE
        case .stored: PF_TRANSPORT_STORED
        }
    }
}

/// Rows of numbers with masses: the coordinates of points, or each source's costs.
struct TransportRows: Sendable {
    /// Numbers in a row.
    let width: Int
    /// Mass of each row in whole units.
    let masses: [Int]
    private let numbers: AlignedArray<Double>

    /// Rows one behind the other.
    init(width: Int, masses: [Int], numbers: AlignedArray<Double>) {
        (self.width, self.masses, self.numbers) = (width, masses, numbers)
    }

    /// Number of rows.
    var count: Int { masses.count }

    /// One number.
    subscript(row: Int, column: Int) -> Double { self[row][column] }

    /// The numbers of one row, valid while this value lives.
    @inline(__always)
    subscript(row: Int) -> UnsafePointer<Double> { numbers.pointer + row * width }

    /// Points of the given numbers in their order, less an origin.
    func selecting(_ order: [Int], minus origin: [Double]) -> TransportRows {
        var chosen = AlignedArray<Double>(zeros: order.count * width)
        let target = chosen.mutablePointer
        for (place, row) in order.enumerated() {
            for c in 0..<width { target[place * width + c] = self[row, c] - origin[c] }
        }
        return TransportRows(width: width, masses: order.map { masses[$0] }, numbers: chosen)
    }

    /// The same numbers with other masses.
    func withMasses(_ masses: [Int]) -> TransportRows {
        TransportRows(width: width, masses: masses, numbers: numbers)
    }

    /// The same numbers with masses changed one by one.
    func mappingMasses(_ change: (Int) -> Int) -> TransportRows { withMasses(masses.map(change)) }

    /// The costs from these points to others, each row padded for the kernel. O(n m d)
    func costs(_ cost: TransportCost, to others: TransportRows) -> TransportRows {
        let stride = TransportColumns.blocks(others.count) * Int(PF_TRANSPORT_BLOCK)
        var (columns, costs) = (
            AlignedArray<Double>(zeros: stride * width), AlignedArray<Double>(zeros: stride * count)
        )
        let (coordinates, target) = (columns.mutablePointer, costs.mutablePointer)
        for j in 0..<others.count {
            for c in 0..<width { coordinates[c * stride + j] = others[j, c] }
        }
        for i in 0..<count {
            let row = target + i * stride
            for c in 0..<width {
                let (x, column) = (self[i, c], coordinates + c * stride)
                for j in 0..<stride { row[j] += (x - column[j]) * (x - column[j]) }
            }
            if cost == .distance { for j in 0..<stride { row[j] = row[j].squareRoot() } }
        }
        return TransportRows(width: stride, masses: masses, numbers: costs)
    }

    /// The center of mass. O(n d)
    func center() -> [Double] {
        let total = Double(masses.reduce(0, +))
        return (0..<width).map { c in
            var sum = CompensatedSum()
            for row in 0..<count { sum.add(self[row, c] * (Double(masses[row]) / total)) }
            return sum.value
        }
    }

    /// The centers of mass of four neighbors each, with their joint masses. O(n d)
    func coarsened() -> TransportRows {
        let groups = (count + 3) / 4
        var centers = AlignedArray<Double>(zeros: groups * width)
        let target = centers.mutablePointer
        var sums = [Int](repeating: 0, count: groups)
        for group in 0..<groups {
            let rows = 4 * group..<min(4 * group + 4, count)
            sums[group] = rows.reduce(0) { $0 + masses[$1] }
            for row in rows {
                let share =
                    sums[group] > 0 ? Double(masses[row]) / Double(sums[group]) : 1 / Double(rows.count)
                for c in 0..<width { target[group * width + c] += share * self[row, c] }
            }
        }
        return TransportRows(width: width, masses: sums, numbers: centers)
    }

    /// Rows of costs with the mean of four neighboring columns each in place of them, weighted by the columns' masses,
    /// and the joint masses. O(n m)
    func coarsenedColumns(masses columns: [Int]) -> (rows: TransportRows, masses: [Int]) {
        let groups = (columns.count + 3) / 4, block = Int(PF_TRANSPORT_BLOCK)
        let coarseWidth = (groups + block - 1) / block * block
        let sums = (0..<groups).map { columns[4 * $0..<min(4 * $0 + 4, columns.count)].reduce(0, +) }
        var means = AlignedArray<Double>(zeros: count * coarseWidth)
        let target = means.mutablePointer
        for (column, mass) in columns.enumerated() {
            let size = min(4, columns.count - column / 4 * 4)
            let share = sums[column / 4] > 0 ? Double(mass) / Double(sums[column / 4]) : 1 / Double(size)
            for row in 0..<count { target[row * coarseWidth + column / 4] += share * self[row, column] }
        }
        return (TransportRows(width: coarseWidth, masses: masses, numbers: means), sums)
    }
}

extension TransportRows {
    /// An order in which near points follow one another: halves by the median of the widest coordinate, then halves
    /// of halves. O(n d log n + n log(n)^2)
    func spatialOrder() -> [Int] {
        var order = Array(0..<count)
        var pending = [0..<count]
        while let range = pending.popLast() {
            guard range.count > 1 else { continue }
            let axis = widestCoordinate(of: order[range])
            order[range].sort { (self[$0, axis], $0) < (self[$1, axis], $1) }
            let middle = range.lowerBound + TransportRows.powerOfTwo(atLeastHalfOf: range.count)
            pending.append(middle..<range.upperBound)
            pending.append(range.lowerBound..<middle)
        }
        return order
    }

    /// Parts of this size make every aligned group of four one part.
    private static func powerOfTwo(atLeastHalfOf count: Int) -> Int {
        var power = 1
        while 2 * power < count { power *= 2 }
        return power
    }

    private func widestCoordinate(of rows: ArraySlice<Int>) -> Int {
        var (widest, axis) = (-1.0, 0)
        for c in 0..<width {
            var (low, high) = (Double.infinity, -Double.infinity)
            for row in rows {
                low = min(low, self[row, c])
                high = max(high, self[row, c])
            }
            if high - low > widest { (widest, axis) = (high - low, c) }
        }
        return axis
    }
}
