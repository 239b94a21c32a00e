extension SampleShare {
    /// The whole sample, from the rows of all ranks, in double precision where one of them has that. O(n d), on every rank
    public func gathered(by communicator: some Communicator) -> Sample {
        if communicator.size == 1 { return sample }
        let parts = communicator.gather(encoded).map(GatheredPart.init)
        let columns = Int(communicator.minimum([Double(sample.rows > 0 ? sample.columns : .max)])[0])
        let isDouble = parts.contains { $0.isDouble && !$0.runs.isEmpty }
        var builder = SampleBuilder(
            columns: columns, precision: isDouble ? .double : .single, expectedRows: total)
        builder.withRoom(for: total * columns) { memory in
            for part in parts {
                if isDouble {
                    part.copyRows(columns, to: memory.assumingMemoryBound(to: Double.self))
                } else {
                    part.copyRows(columns, to: memory.assumingMemoryBound(to: Float.self))
                }
            }
            return total * columns
        }
        return builder.finish()
    }

    /// Number of runs, size of a number, first row and count of each run as 64-bit numbers, then the rows.
    private var encoded: [UInt8] {
        let isDouble = sample.precision == .double
        let head = [runs.count, isDouble ? 8 : 4] + runs.flatMap { [$0.first, $0.count] }
        var bytes = head.map(Int64.init).withUnsafeBytes(Array.init)
        let count = sample.rows * sample.columns
        sample.withStorage(
            single: { bytes.append(contentsOf: UnsafeRawBufferPointer(start: $0, count: 4 * count)) },
            double: { bytes.append(contentsOf: UnsafeRawBufferPointer(start: $0, count: 8 * count)) })
        return bytes
    }
}

/// The rows of one rank, as it sends them.
private struct GatheredPart {
    let runs: [(first: Int, count: Int)]
    let isDouble: Bool
    private let bytes: [UInt8]
    private let start: Int

    init(_ bytes: [UInt8]) {
        let head = bytes.withUnsafeBytes { raw in
            let count = Int(raw.loadUnaligned(as: Int64.self))
            return (0..<2 * count + 2).map { Int(raw.loadUnaligned(fromByteOffset: 8 * $0, as: Int64.self)) }
        }
        runs = stride(from: 2, to: head.count, by: 2).map { (head[$0], head[$0 + 1]) }
        isDouble = head[1] == 8
        start = 8 * head.count
        self.bytes = bytes
    }

    /// Writes the rows where they are in the whole.
    func copyRows<Number: BinaryFloatingPoint>(_ columns: Int, to target: UnsafeMutablePointer<Number>) {
        bytes.withUnsafeBytes { raw in
            var place = start
            for run in runs {
                let (to, count) = (target + run.first * columns, run.count * columns)
                if isDouble {
                    for i in 0..<count {
                        to[i] = Number(raw.loadUnaligned(fromByteOffset: place + 8 * i, as: Double.self))
                    }
                } else {
                    for i in 0..<count {
                        to[i] = Number(raw.loadUnaligned(fromByteOffset: place + 4 * i, as: Float.self))
                    }
                }
                place += count * (isDouble ? 8 : 4)
            }
        }
    }
}
