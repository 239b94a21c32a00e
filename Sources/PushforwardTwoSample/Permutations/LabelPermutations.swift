import CPushforwardKernels
import PushforwardDiscrepancies
import PushforwardNumerics

/// The labelings that a permutation test compares: the observed one first, then random ones, or all there are.
struct LabelPermutations: Sendable {
    /// Permuted bins.
    let bins: Int
    /// Labelings, the observed one first.
    let count: Int
    /// Whether these are all labelings, each once.
    let isComplete: Bool
    /// 1 where a bin counts to the first sample, [count][bins].
    private let flags: [UInt8]

    /// All labelings where there are at most `permutations` others, and otherwise that many random ones.
    init(first: Int, second: Int, permutations: Int, using random: inout RandomStream) {
        bins = first + second
        let total = LabelPermutations.combinations(bins, first, limit: permutations + 1)
        isComplete = total <= permutations + 1
        count = isComplete ? total : permutations + 1
        flags =
            isComplete
            ? LabelPermutations.all(bins, first, count: total)
            : LabelPermutations.random(bins, first, permutations: permutations, using: &random)
    }

    /// Whether each bin counts to the first sample under one labeling.
    func flags(_ labeling: Int) -> ArraySlice<UInt8> { flags[labeling * bins..<(labeling + 1) * bins] }

    /// Values of each term under all labelings, from a function that gives those of a block of them, [term][labeling].
    func inBlocks(
        of size: Int, threads: Int, _ values: @escaping @Sendable (Range<Int>) -> [[Double]]
    ) -> [[Double]] {
        let parts = concurrentResults((count + size - 1) / size, threads: threads) { index in
            values(index * size..<min((index + 1) * size, count))
        }
        return parts[0].indices.map { term in parts.flatMap { $0[term] } }
    }

    /// For some labelings, the sums of a table [bin][width] over the bins that count to the first sample, [labeling][width].
    /// O(labelings bins width)
    func firstSums(
        _ rows: Range<Int>, _ layout: BinLayout, of table: AlignedArray<Float>, width: Int
    ) -> AlignedArray<Float> {
        let stride = padded(layout.count)
        var flags = AlignedArray<Float>(zeros: rows.count * stride)
        var sums = AlignedArray<Float>(zeros: rows.count * width)
        for (index, row) in rows.enumerated() {
            let line = flags.mutablePointer + index * stride
            for (bin, flag) in self.flags(row).enumerated() { line[bin] = Float(flag) }
            line[layout.permuted] = 1
        }
        ProcessorKernels.active.gemm(
            rows.count, width, layout.count, flags.pointer, stride, 1, table.pointer, width,
            sums.mutablePointer, width, 0)
        return withExtendedLifetime(flags) { sums }
    }

    /// The standard error of a p-value: that of the random labelings, and of the random bins where rows are in bins, which
    /// is one of about 1.9 / sqrt(bins) standard deviations of a normal statistic.
    func error(ofPValue p: Double, binSize: Int) -> Double {
        let drawn = isComplete ? 0 : p * (1 - p) / Double(count)
        guard binSize > 1, p < 1 else { return drawn.squareRoot() }
        let slope = NormalDistribution.density(NormalDistribution.quantile(p))
        return (drawn + 3.6 * slope * slope / Double(bins)).squareRoot()
    }

    /// C(n, k), or limit + 1 where it is more than the limit.
    private static func combinations(_ n: Int, _ k: Int, limit: Int) -> Int {
        var result = 1
        for i in 0..<min(k, n - k) {
            let (product, overflow) = result.multipliedReportingOverflow(by: n - i)
            if overflow { return limit + 1 }
            result = product / (i + 1)
            if result > limit { return limit + 1 }
        }
        return result
    }

    /// Every choice of `first` bins in lexicographic order, which begins with the observed labels.
    private static func all(_ bins: Int, _ first: Int, count: Int) -> [UInt8] {
        var chosen = Array(0..<first)
        var flags = [UInt8](repeating: 0, count: count * bins)
        for labeling in 0..<count {
            for bin in chosen { flags[labeling * bins + bin] = 1 }
            guard let place = (0..<first).last(where: { chosen[$0] < bins - first + $0 }) else { break }
            chosen[place] += 1
            for following in (place + 1)..<max(first, place + 1) {
                chosen[following] = chosen[following - 1] + 1
            }
        }
        return flags
    }

    private static func random(
        _ bins: Int, _ first: Int, permutations: Int, using random: inout RandomStream
    ) -> [UInt8] {
        var current = (0..<bins).map { UInt8($0 < first ? 1 : 0) }
        var flags = current
        flags.reserveCapacity((permutations + 1) * bins)
        for _ in 0..<permutations {
            random.shuffle(&current)
            flags.append(contentsOf: current)
        }
        return flags
    }
}
