/// Why the rows of a sample stay with their ranks.
package struct GatheringError: Error, CustomStringConvertible, Equatable {
    /// What is wrong, in words.
    package let description: String
}

extension SampleShard {
    /// Most numbers of two samples that one rank gathers, 8 GiB in double precision, where the others could not compute
    /// with their own.
    package static let gatheringLimit = 1 << 30

    /// The whole sample, from the rows of all ranks, in double precision where one of them has that. O(n d), on every rank
    package func gathered(by communicator: some Communicator) -> Sample {
        gathered(EqualSteps(total: total, most: .max), 0..<sample.columns, on: .all, by: communicator)!
    }

    /// Up to `count` rows of the whole sample at equal steps, as ``Sample/thinned(to:)`` takes them, on the first rank;
    /// `nil` on the others. Called by all ranks.
    ///
    /// Ranks send their rows in parts of 16 MB at most, so that the others never hold more than that. O(count d)
    ///
    /// - Parameters:
    ///   - count: Most rows.
    ///   - columns: Columns that are taken; all by default.
    ///   - communicator: The ranks.
    package func thinned(
        to count: Int = .max, columns: Range<Int>? = nil, by communicator: some Communicator
    ) -> Sample? {
        let columns = columns ?? 0..<sample.columns
        precondition(
            columns.lowerBound >= 0 && columns.upperBound <= sample.columns && !columns.isEmpty,
            "columns \(columns) of a sample of \(sample.columns)")
        return gathered(EqualSteps(total: total, most: count), columns, on: .first, by: communicator)
    }

    /// Two samples with all their rows, on the first rank; `nil` on the others. Called by all ranks.
    ///
    /// - Throws: ``GatheringError``, on all ranks, where several would send more than ``gatheringLimit`` numbers.
    package static func gathered(
        _ first: SampleShard, _ second: SampleShard, by communicator: some Communicator
    ) throws -> (first: Sample, second: Sample)? {
        let (rows, columns) = (first.total + second.total, first.sample.columns)
        guard communicator.size == 1 || rows <= gatheringLimit / columns else {
            throw GatheringError(
                description:
                    "the first rank gathers up to \(gatheringLimit) numbers where ranks can't compute with "
                    + "their own rows, and there are \(rows) rows in \(columns) columns: run it by one rank")
        }
        let parts = (first.thinned(by: communicator), second.thinned(by: communicator))
        guard let whole = parts.0, let other = parts.1 else { return nil }
        return (whole, other)
    }

    private enum Receivers {
        case all
        case first
    }

    private func gathered(
        _ steps: EqualSteps, _ columns: Range<Int>, on receivers: Receivers,
        by communicator: some Communicator
    ) -> Sample? {
        if communicator.size == 1 {
            let rows = sample.thinned(to: steps.count)
            return columns.count == sample.columns ? rows : rows.selectingColumns(Array(columns))
        }
        let holdsDoubles = sample.rows > 0 && sample.precision == .double
        let isDouble = communicator.minimum([holdsDoubles ? 0 : 1])[0] == 0
        let isKept = receivers == .all || communicator.rank == 0
        var builder = SampleBuilder(
            columns: columns.count, precision: isDouble ? .double : .single,
            expectedRows: isKept ? steps.count : 0)
        func gather<Number: BinaryFloatingPoint>(into memory: UnsafeMutablePointer<Number>) {
            let block = max(1, (1 << 21) / columns.count)
            for first in stride(from: 0, to: steps.count, by: block) {
                let part = first..<min(first + block, steps.count)
                let parts = communicator.gather(RowMessage<Number>(self, steps, part, columns).bytes)
                guard isKept else { continue }
                for bytes in parts { RowMessage<Number>.copyRows(bytes, columns.count, to: memory) }
            }
        }
        let numbers = isKept ? steps.count * columns.count : 0
        builder.withRoom(for: numbers) { memory in
            if isDouble {
                gather(into: memory.assumingMemoryBound(to: Double.self))
            } else {
                gather(into: memory.assumingMemoryBound(to: Float.self))
            }
            return numbers
        }
        return isKept ? builder.finish() : nil
    }
}

/// The rows that one rank sends: the number of its runs, first index and count of each as 64-bit numbers, then the rows.
private struct RowMessage<Number: BinaryFloatingPoint> {
    let bytes: [UInt8]

    /// Those rows of a share that are taken as numbers of a range.
    init(_ share: SampleShard, _ steps: EqualSteps, _ part: Range<Int>, _ columns: Range<Int>) {
        var (head, numbers) = ([Int64(0)], [Number]())
        for run in share.runs {
            let indices = steps.indices(of: run.first..<run.first + run.count).clamped(to: part)
            guard !indices.isEmpty else { continue }
            head += [Int64(indices.lowerBound), Int64(indices.count)]
            let places = indices.lazy.map { steps.row($0) - run.first + run.place }
            func append(_ source: UnsafePointer<some BinaryFloatingPoint>) {
                for place in places {
                    for c in columns { numbers.append(Number(source[place * share.sample.columns + c])) }
                }
            }
            share.sample.withStorage(single: { append($0) }, double: { append($0) })
        }
        head[0] = Int64(head.count / 2)
        bytes = head.withUnsafeBytes(Array.init) + numbers.withUnsafeBytes(Array.init)
    }

    /// Writes the rows of a message where they are in the whole.
    static func copyRows(_ bytes: [UInt8], _ columns: Int, to target: UnsafeMutablePointer<Number>) {
        bytes.withUnsafeBytes { raw in
            func head(_ index: Int) -> Int {
                Int(raw.loadUnaligned(fromByteOffset: 8 * index, as: Int64.self))
            }
            var place = 8 * (2 * head(0) + 1)
            for run in 0..<head(0) {
                let (first, size) = (
                    head(2 * run + 1), head(2 * run + 2) * columns * MemoryLayout<Number>.size
                )
                UnsafeMutableRawPointer(target + first * columns).copyMemory(
                    from: raw.baseAddress! + place, byteCount: size)
                place += size
            }
        }
    }
}
