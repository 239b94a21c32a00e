/// Several copies of one program, the ranks, that work on one task and exchange numbers.
///
/// All ranks must call the collective functions (`sum`, `minimum`, `gather`) in the same order, with as many numbers.
package protocol Communicator: Sendable {
    /// Number of this rank, from 0.
    var rank: Int { get }
    /// Number of ranks.
    var size: Int { get }
    /// Replaces each number by its sum over all ranks. The order of the additions is not specified: only sums that are
    /// exact in any order have the same bits for any number of ranks.
    func sum(_ values: UnsafeMutableBufferPointer<Double>)
    /// Replaces each number by its minimum over all ranks.
    func minimum(_ values: UnsafeMutableBufferPointer<Double>)
    /// The bytes of all ranks, in their order; ranks may have different numbers of them.
    func gather(_ bytes: [UInt8]) -> [[UInt8]]
    /// Sends bytes to a rank, where `receive` returns them.
    func send(_ bytes: [UInt8], to rank: Int)
    /// The next bytes that another rank sent to this one, and that rank; `nil` if there are none and `wait` is false.
    func receive(wait: Bool) -> (bytes: [UInt8], source: Int)?
}

/// The communicator of a program that runs alone.
package struct SoleCommunicator: Communicator {
    /// A communicator of one rank.
    package init() {}
    /// 0, the only rank.
    package var rank: Int { 0 }
    /// 1.
    package var size: Int { 1 }
    /// Leaves the numbers as they are: they are the sums over one rank.
    package func sum(_ values: UnsafeMutableBufferPointer<Double>) {}
    /// Leaves the numbers as they are: they are the minima over one rank.
    package func minimum(_ values: UnsafeMutableBufferPointer<Double>) {}
    /// The given bytes, those of the only rank.
    package func gather(_ bytes: [UInt8]) -> [[UInt8]] { [bytes] }
    /// Never call it: there is no other rank.
    package func send(_ bytes: [UInt8], to rank: Int) {
        preconditionFailure("a rank that is alone sends nothing")
    }
    /// Never call it: there is no other rank.
    package func receive(wait: Bool) -> (bytes: [UInt8], source: Int)? {
        preconditionFailure("a rank that is alone receives nothing")
    }
}

extension Communicator {
    /// The sum of each number over all ranks.
    package func sum(_ values: [Double]) -> [Double] {
        var values = values
        values.withUnsafeMutableBufferPointer { sum($0) }
        return values
    }

    /// The minimum of each number over all ranks.
    package func minimum(_ values: [Double]) -> [Double] {
        var values = values
        values.withUnsafeMutableBufferPointer { minimum($0) }
        return values
    }

    /// The bytes of rank 0, on all ranks; the bytes of the others are ignored.
    package func broadcast(_ bytes: [UInt8]) -> [UInt8] { gather(rank == 0 ? bytes : [])[0] }

    /// The values of a function for 0 ..< count, on all ranks: rank r computes those of r, r + size, r + 2 size, ...
    ///
    /// - Parameters:
    ///   - count: Number of values.
    ///   - threads: Maximum number of threads per rank.
    ///   - operation: The function; its value depends on the index alone.
    /// - Complexity: O(count / size) calls per rank, and one message of `count` doubles.
    package func results(
        _ count: Int, threads: Int, _ operation: @escaping @Sendable (Int) -> Double
    ) -> [Double] {
        let own = Array(stride(from: rank, to: count, by: size))
        let values = concurrentResults(own.count, threads: threads) { operation(own[$0]) }
        // The other ranks add zeros, so that the sums are exact.
        var all = [Double](repeating: 0, count: count)
        for (index, value) in zip(own, values) { all[index] = value }
        return sum(all)
    }
}
