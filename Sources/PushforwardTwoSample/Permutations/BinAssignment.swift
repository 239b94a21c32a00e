import PushforwardDiscrepancies
import PushforwardNumerics

/// How many bins of equal size two samples' rows are in, and how many rows are left over.
///
/// Permuting bins instead of rows makes the cost of permutations independent of the sample sizes (Domingo-Enrich,
/// Dwivedi and Mackey 2025, "Cheap permutation testing"). The level stays exact: permutations of the bins are a
/// subgroup of those of the rows, and rows left over keep their labels. Bins are numbered: those of the first sample,
/// those of the second, then one of left-over rows per side.
struct BinLayout: Sendable {
    /// Maximum number of bins per side.
    static let mostBins = 1_000
    /// Rows per bin.
    let binSize: Int
    /// Permuted bins of the first and of the second sample.
    let first: Int
    let second: Int
    /// Rows of the first and of the second sample.
    let sizes: (first: Int, second: Int)

    /// Permuted bins.
    var permuted: Int { first + second }
    /// All bins, those of the left-over rows among them.
    var count: Int { permuted + 2 }
    /// Rows of both samples.
    var rows: Int { sizes.first + sizes.second }

    /// Rows of a bin.
    func size(ofBin bin: Int) -> Int {
        switch bin {
        case ..<permuted: binSize
        case permuted: sizes.first - first * binSize
        default: sizes.second - second * binSize
        }
    }
}

/// The assignment of two samples' rows into bins of equal size, at random and without regard to their order in a file.
struct BinAssignment: Sendable {
    /// The bins.
    let layout: BinLayout
    /// For each sample, the number of each row's bin.
    private let labels: [BinLabels]
    private let sizes: [Int]

    /// - Parameter bins: Bins of the smaller sample; 0, or more than a quarter of its rows, makes every row a bin.
    init(_ n: Int, _ m: Int, bins: Int, using random: inout RandomStream) {
        let rows = min(n, m)
        let size = bins == 0 || rows < 4 * bins ? 1 : rows / bins
        let most = bins == 0 ? .max : BinLayout.mostBins
        layout = BinLayout(
            binSize: size, first: min(n / size, most), second: min(m / size, most), sizes: (n, m))
        sizes = [n, m]
        labels = [
            BinLabels(rows: n, bins: layout.first, size: size, using: &random),
            BinLabels(rows: m, bins: layout.second, size: size, using: &random),
        ]
    }

    /// All bins, those of the left-over rows among them.
    var count: Int { layout.count }

    /// Bins of one sample (0 or 1), that of its left-over rows among them.
    func binCount(of sample: Int) -> Int { (sample == 0 ? layout.first : layout.second) + 1 }

    /// The number of a sample's bin among all.
    func number(ofBin bin: Int, in sample: Int) -> Int {
        bin == binCount(of: sample) - 1 ? layout.permuted + sample : bin + (sample == 0 ? 0 : layout.first)
    }

    /// The bins of both samples in runs, `count` a sample as a rule.
    func groups(_ count: Int) -> [(sample: Int, bins: Range<Int>)] {
        (0...1).flatMap { sample in
            let (bins, size) = (binCount(of: sample), (binCount(of: sample) + count - 1) / count)
            return stride(from: 0, to: bins, by: size).map { (sample, $0..<min($0 + size, bins)) }
        }
    }

    /// Calls the body with the rows of each bin of one sample (0 or 1), or of some of its bins, a block of the sample's
    /// rows at a time, so that the memory in use stays small; the rows of a bin come in ascending order. O(rows)
    func forEachBin(
        of sample: Int, within bins: Range<Int>? = nil,
        _ body: (_ bin: Int, _ rows: UnsafeBufferPointer<UInt32>) -> Void
    ) {
        forEachBin(of: sample, rows: 0..<sizes[sample], within: bins, body)
    }

    /// As ``forEachBin(of:within:_:)``, for a range of the sample's rows.
    func forEachBin(
        of sample: Int, rows: Range<Int>, within bins: Range<Int>? = nil,
        _ body: (_ bin: Int, _ rows: UnsafeBufferPointer<UInt32>) -> Void
    ) {
        let block = 1 << 18
        let all = 0..<binCount(of: sample)
        var order = [UInt32](repeating: 0, count: min(block, rows.count))
        for start in stride(from: rows.lowerBound, to: rows.upperBound, by: block) {
            let range = start..<min(start + block, rows.upperBound)
            let starts = labels[sample].sort(range, bins: all.count, into: &order)
            order.withUnsafeBufferPointer { rows in
                for bin in bins ?? all where starts[bin + 1] > starts[bin] {
                    let part = UnsafeBufferPointer(rebasing: rows[starts[bin]..<starts[bin + 1]])
                    body(number(ofBin: bin, in: sample), part)
                }
            }
        }
    }
}

/// The bin number of every row, in one byte a row where that is enough.
private struct BinLabels: Sendable {
    private var bytes: [UInt8] = []
    private var words: [UInt16] = []

    init(rows: Int, bins: Int, size: Int, using random: inout RandomStream) {
        precondition(bins < 65_536, "\(bins) bins a sample are too many for 16-bit numbers")
        if bins < 256 {
            bytes = BinLabels.assigned(rows: rows, bins: bins, size: size, using: &random)
        } else {
            words = BinLabels.assigned(rows: rows, bins: bins, size: size, using: &random)
        }
    }

    /// Row numbers of a range ordered by bin, and where each bin's begin.
    func sort(_ range: Range<Int>, bins: Int, into order: inout [UInt32]) -> [Int] {
        bytes.isEmpty
            ? BinLabels.counted(words, range, bins, &order) : BinLabels.counted(bytes, range, bins, &order)
    }

    private static func assigned<Label: FixedWidthInteger & UnsignedInteger>(
        rows: Int, bins: Int, size: Int, using random: inout RandomStream
    ) -> [Label] {
        var labels = [Label](unsafeUninitializedCapacity: rows) { memory, count in
            for row in 0..<rows { memory[row] = Label(min(row / size, bins)) }
            count = rows
        }
        random.shuffle(&labels)
        return labels
    }

    private static func counted<Label: FixedWidthInteger & UnsignedInteger>(
        _ labels: [Label], _ range: Range<Int>, _ bins: Int, _ order: inout [UInt32]
    ) -> [Int] {
        var starts = [Int](repeating: 0, count: bins + 1)
        labels.withUnsafeBufferPointer { labels in
            for row in range { starts[Int(labels[row]) + 1] += 1 }
            for bin in 0..<bins { starts[bin + 1] += starts[bin] }
            var places = starts
            order.withUnsafeMutableBufferPointer { order in
                places.withUnsafeMutableBufferPointer { places in
                    for row in range {
                        let bin = Int(labels[row])
                        order[places[bin]] = UInt32(row)
                        places[bin] += 1
                    }
                }
            }
        }
        return starts
    }
}
