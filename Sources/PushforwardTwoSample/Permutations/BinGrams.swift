import CPushforwardKernels
import PushforwardDiscrepancies
import PushforwardNumerics

/// Gram matrices of bins: sums of kernels over the pairs of two bins' rows, one matrix a bandwidth.
struct BinGrams: Sendable {
    let x: Sample
    let y: Sample
    let assignment: BinAssignment
    let threads: Int
    private var width: Int { QuadraticStatistic.width(assignment.layout) }

    /// By direct sums over pairs, in double precision. O((n + m)^2 d)
    func byPairs(_ kernel: Kernel, bandwidths: [Double]) -> [AlignedArray<Double>] {
        let points = PooledBins(x, y, assignment)
        let sums = PairSums(kernel, bandwidths: bandwidths)
        let isSmall = assignment.layout.binSize < Int(PF_PADDING)
        let rows = concurrentResults(assignment.count, threads: threads) { bin in
            isSmall ? sums.byValues(points, bin: bin) : sums.byBlocks(points, bin: bin)
        }
        return bandwidths.indices.map { term in
            var gram = AlignedArray<Double>(zeros: width * width)
            let cells = gram.mutablePointer
            for (a, row) in rows.enumerated() {
                row.withUnsafeBufferPointer { sums in
                    (cells + a * width + a).update(
                        from: sums.baseAddress! + term * assignment.count + a, count: assignment.count - a)
                }
            }
            mirror(cells)
            return gram
        }
    }

    /// Copies what is above the diagonal below it, in blocks that stay in the cache.
    private func mirror(_ cells: UnsafeMutablePointer<Double>) {
        let (block, count) = (32, assignment.count)
        for top in stride(from: 0, to: count, by: block) {
            for left in stride(from: top, to: count, by: block) {
                for a in top..<min(top + block, count) {
                    for b in max(left, a + 1)..<max(min(left + block, count), a + 1, left) {
                        cells[b * width + a] = cells[a * width + b]
                    }
                }
            }
        }
    }

    /// By quasi-random Fourier features, 1,024 of them a bandwidth. The kernel is the features' own, which approximates
    /// the Gaussian; it is positive definite, so that the test is as exact as with the Gaussian.
    /// O((n + m) d features bandwidths)
    func byFeatures(bandwidths: [Double]) -> [AlignedArray<Double>] {
        let lattice = PolynomialLattice(dimension: x.columns, bits: 10)
        var random = RandomStream(seed: 0, purpose: "test features")
        let features = FourierFeatures(lattice, dimension: x.columns, using: &random)
        let origin = x.firstRow
        let length = 2 * features.count
        let tables = concurrentResults(bandwidths.count, threads: threads) { index in
            var table = AlignedArray<Double>(zeros: assignment.count * length)
            let cells = table.mutablePointer
            for (sample, rows) in [x, y].enumerated() {
                assignment.forEachBlock(of: sample, in: SampleShard(whole: rows), minus: origin) {
                    bin, points, count, stride in
                    features.add(
                        points, count: count, stride: stride, bandwidth: bandwidths[index],
                        to: cells + bin * length)
                }
            }
            return table
        }
        return tables.map { assignment.layout.gram($0, features: length, scale: 1 / Double(features.count)) }
    }
}

/// The rows of both samples in the order of their bins.
struct PooledBins: Sendable {
    let points: SampleColumns
    /// Where each bin begins, and the end of the last.
    let starts: [Int]

    init(_ x: Sample, _ y: Sample, _ assignment: BinAssignment) {
        var starts = [0]
        for bin in 0..<assignment.count { starts.append(starts[bin] + assignment.layout.size(ofBin: bin)) }
        var places = starts
        var order = [UInt32](repeating: 0, count: assignment.layout.rows)
        for side in 0...1 {
            assignment.forEachBin(of: side) { bin, rows in
                for row in rows {
                    order[places[bin]] = side == 0 ? row : row + UInt32(x.rows)
                    places[bin] += 1
                }
            }
        }
        points = SampleColumns(pooling: x, y, rows: order)
        self.starts = starts
    }
}

extension PairSums {
    /// Sums of the pairs of one bin with itself and those behind it, [term][bin], by blocks of pairs.
    func byBlocks(_ pooled: PooledBins, bin: Int) -> [Double] {
        let bins = pooled.starts.count - 1
        var result = [Double](repeating: 0, count: count * bins)
        let rows = pooled.starts[bin]..<pooled.starts[bin + 1]
        for other in bin..<bins {
            let part = sums(
                rows, of: pooled.points, pooled.starts[other]..<pooled.starts[other + 1], of: pooled.points)
            for term in 0..<count { result[term * bins + other] = part[term] }
        }
        return result
    }

    /// As ``byBlocks(_:bin:)``, from a row of kernel values per point: faster for small bins.
    func byValues(_ pooled: PooledBins, bin: Int) -> [Double] {
        let bins = pooled.starts.count - 1
        let first = pooled.starts[bin]
        let length = pooled.points.count - first
        var result = [Double](repeating: 0, count: count * bins)
        guard length > 0 else { return result }
        var memory = AlignedArray<Double>(zeros: count * padded(length))
        let values = memory.mutablePointer
        for row in first..<pooled.starts[bin + 1] {
            self.values(of: row, in: pooled.points, from: first, into: values)
            for term in 0..<count {
                let line = values + term * padded(length) - first
                for other in bin..<bins {
                    var sum = 0.0
                    for place in pooled.starts[other]..<pooled.starts[other + 1] { sum += line[place] }
                    result[term * bins + other] += sum
                }
            }
        }
        withExtendedLifetime(memory) {}
        return result
    }
}
