#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Points as rows in the precision in which they came: an immutable n x d table of floats or doubles.
///
/// ``Matrix`` is what networks train on; a sample is what statistics are computed from. Loops read it in blocks, as
/// double-precision columns relative to an origin, so that an offset such as 1e6 costs no digits.
public struct Sample: Sendable {
    /// The type of the stored numbers.
    public enum Precision: Sendable {
        /// 4 bytes per number.
        case single
        /// 8 bytes per number.
        case double
    }

    /// Number of points n.
    public let rows: Int
    /// Number of coordinates d of each point.
    public let columns: Int
    /// The type of the stored numbers.
    public var precision: Precision { memory.precision }
    private let memory: SampleMemory

    fileprivate init(rows: Int, columns: Int, memory: SampleMemory) {
        self.rows = rows
        self.columns = columns
        self.memory = memory
    }

    /// A sample of the given numbers, row after row; `values.count` is a multiple of `columns`.
    public init(columns: Int, values: [Double]) {
        var builder = SampleBuilder(
            columns: columns, precision: .double, expectedRows: values.count / columns)
        for value in values { builder.append(value) }
        self = builder.finish()
    }

    /// The rows of a matrix.
    public init(_ matrix: Matrix) {
        var builder = SampleBuilder(columns: matrix.columns, precision: .single, expectedRows: matrix.rows)
        for value in matrix.values { builder.append(value) }
        self = builder.finish()
    }

    /// Coordinate `column` of point `row`.
    public subscript(row: Int, column: Int) -> Double {
        precondition(
            row >= 0 && row < rows && column >= 0 && column < columns,
            "element (\(row), \(column)) is outside a \(rows) x \(columns) sample")
        switch precision {
        case .single: return Double(memory.floats[row * columns + column])
        case .double: return memory.doubles[row * columns + column]
        }
    }

    /// Copies a range of rows, less an origin, into columns: coordinate c of row `range.lowerBound + i` goes to
    /// `target[c * stride + i]`. O(count d)
    ///
    /// - Parameters:
    ///   - range: Numbers of the rows.
    ///   - origin: The numbers that are subtracted, one per column.
    ///   - target: Memory of d columns.
    ///   - stride: Doubles from one column to the next, at least the number of rows.
    public func copyColumns(
        _ range: Range<Int>, minus origin: [Double], to target: UnsafeMutablePointer<Double>, stride: Int
    ) {
        precondition(
            range.lowerBound >= 0 && range.upperBound <= rows && origin.count == columns,
            "rows \(range) less \(origin.count) numbers of a \(rows) x \(columns) sample")
        switch precision {
        case .single: copy(memory.floats, range, origin, target, stride)
        case .double: copy(memory.doubles, range, origin, target, stride)
        }
    }

    /// Copies the rows of the given numbers; otherwise as ``copyColumns(_:minus:to:stride:)``. O(count d)
    public func gatherColumns(
        _ indices: UnsafeBufferPointer<UInt32>, minus origin: [Double],
        to target: UnsafeMutablePointer<Double>,
        stride: Int
    ) {
        precondition(origin.count == columns, "\(origin.count) numbers are no origin of \(columns) columns")
        switch precision {
        case .single: gather(memory.floats, indices, origin, target, stride)
        case .double: gather(memory.doubles, indices, origin, target, stride)
        }
    }

    /// Calls one of the bodies with the numbers, row after row, in the precision in which they are stored.
    public func withStorage<Result>(
        single: (UnsafePointer<Float>) -> Result, double: (UnsafePointer<Double>) -> Result
    ) -> Result {
        switch precision {
        case .single: single(UnsafePointer(memory.floats))
        case .double: double(UnsafePointer(memory.doubles))
        }
    }

    /// The first point: an origin near the others, so that offsets cost no digits.
    public var firstRow: [Double] { (0..<columns).map { self[0, $0] } }

    /// One coordinate of every point. O(n)
    public func column(_ column: Int) -> [Double] {
        (0..<rows).map { self[$0, column] }
    }

    /// The points of the given row numbers, in their order. O(count d)
    public func selecting(_ indices: some Collection<Int>) -> Sample {
        var builder = SampleBuilder(columns: columns, precision: precision, expectedRows: indices.count)
        for row in indices {
            for c in 0..<columns { builder.append(self[row, c]) }
        }
        return builder.finish()
    }

    /// The given columns, in their order. O(n count)
    public func selectingColumns(_ chosen: [Int]) -> Sample {
        var builder = SampleBuilder(columns: chosen.count, precision: precision, expectedRows: rows)
        for row in 0..<rows {
            for c in chosen { builder.append(self[row, c]) }
        }
        return builder.finish()
    }

    private func copy<Number: BinaryFloatingPoint>(
        _ source: UnsafeMutablePointer<Number>, _ range: Range<Int>, _ origin: [Double],
        _ target: UnsafeMutablePointer<Double>, _ stride: Int
    ) {
        for c in 0..<columns {
            let (start, column) = (source + range.lowerBound * columns + c, target + c * stride)
            for i in 0..<range.count { column[i] = Double(start[i * columns]) - origin[c] }
        }
    }

    private func gather<Number: BinaryFloatingPoint>(
        _ source: UnsafeMutablePointer<Number>, _ indices: UnsafeBufferPointer<UInt32>, _ origin: [Double],
        _ target: UnsafeMutablePointer<Double>, _ stride: Int
    ) {
        for (i, index) in indices.enumerated() {
            let row = source + Int(index) * columns
            for c in 0..<columns { target[c * stride + i] = Double(row[c]) - origin[c] }
        }
    }
}

/// Collects the numbers of a sample of unknown length, row after row, in memory that grows without being copied
/// (the system moves pages), so that it never holds the numbers twice.
public struct SampleBuilder: ~Copyable {
    /// Number of coordinates of each point.
    public let columns: Int
    /// Numbers appended so far.
    public private(set) var count = 0
    private let memory: SampleMemory

    /// An empty collection with room for an expected number of rows, which need not be right.
    public init(columns: Int, precision: Sample.Precision, expectedRows: Int = 0) {
        precondition(columns >= 1, "a sample has at least 1 column, not \(columns)")
        self.columns = columns
        memory = SampleMemory(precision, capacity: max(16, expectedRows * columns))
    }

    /// Adds the next number of the current row, rounded to the precision.
    @inline(__always)
    public mutating func append(_ value: Double) {
        if count == memory.capacity { memory.grow(to: count + 1) }
        switch memory.precision {
        case .single: memory.floats[count] = Float(value)
        case .double: memory.doubles[count] = value
        }
        count += 1
    }

    /// Adds the next number of the current row.
    @inline(__always)
    public mutating func append(_ value: Float) {
        append(Double(value))
    }

    /// Adds the rows of a sample of as many columns, rounded to the precision. O(numbers)
    public mutating func append(rowsOf sample: Sample) {
        precondition(
            sample.columns == columns && count % columns == 0,
            "rows of \(sample.columns) numbers do not follow \(count) numbers in \(columns) columns")
        let (numbers, isSingle) = (sample.rows * columns, memory.precision == .single)
        withRoom(for: numbers) { room in
            func copy(_ source: UnsafePointer<some BinaryFloatingPoint>) {
                if isSingle {
                    let target = room.assumingMemoryBound(to: Float.self)
                    for i in 0..<numbers { target[i] = Float(source[i]) }
                } else {
                    let target = room.assumingMemoryBound(to: Double.self)
                    for i in 0..<numbers { target[i] = Double(source[i]) }
                }
            }
            sample.withStorage(single: { copy($0) }, double: { copy($0) })
            return numbers
        }
    }

    /// Memory for `additional` numbers after those held. The closure fills it and returns how many it wrote.
    /// The pointer is to numbers of the builder's precision.
    public mutating func withRoom(
        for additional: Int, _ fill: (UnsafeMutableRawPointer) throws -> Int
    ) rethrows {
        if count + additional > memory.capacity { memory.grow(to: count + additional) }
        let size = memory.precision == .single ? 4 : 8
        count += try fill(UnsafeMutableRawPointer(memory.start) + count * size)
    }

    /// The finished sample; `count` is a multiple of `columns`.
    public consuming func finish() -> Sample {
        precondition(count % columns == 0, "\(count) numbers do not fill rows of \(columns)")
        memory.shrink(to: count)
        return Sample(rows: count / columns, columns: columns, memory: memory)
    }
}

/// A growing block of floats or doubles; written by its builder only, immutable afterwards.
private final class SampleMemory: @unchecked Sendable {
    let precision: Sample.Precision
    private(set) var capacity: Int
    private(set) var start: UnsafeMutableRawPointer

    init(_ precision: Sample.Precision, capacity: Int) {
        self.precision = precision
        self.capacity = capacity
        start = malloc(capacity * (precision == .single ? 4 : 8))!
    }

    deinit { free(start) }

    @inline(__always) var floats: UnsafeMutablePointer<Float> { start.assumingMemoryBound(to: Float.self) }
    @inline(__always) var doubles: UnsafeMutablePointer<Double> { start.assumingMemoryBound(to: Double.self) }

    func grow(to needed: Int) { resize(to: max(needed, capacity + capacity / 2)) }
    func shrink(to needed: Int) { resize(to: max(needed, 1)) }

    private func resize(to size: Int) {
        start = realloc(start, size * (precision == .single ? 4 : 8))!
        capacity = size
    }
}
