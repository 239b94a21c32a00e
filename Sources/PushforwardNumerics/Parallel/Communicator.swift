/// Several copies of one program, the ranks, that work on one task and exchange numbers.
///
/// Each collective function must be called by all ranks in the same order, with as many numbers.
public protocol Communicator: Sendable {
    /// Number of this rank, from 0.
    var rank: Int { get }
    /// Number of ranks.
    var size: Int { get }
    /// Replaces each number by its sum over all ranks. The order of the additions is open, so that only sums that are
    /// exact in any order are the same bits for any number of ranks.
    func sum(_ values: UnsafeMutableBufferPointer<Double>)
    /// Replaces each number by its least over all ranks.
    func minimum(_ values: UnsafeMutableBufferPointer<Double>)
    /// The bytes of all ranks, in their order; ranks may have different numbers of them.
    func gather(_ bytes: [UInt8]) -> [[UInt8]]
    /// Sends bytes to a rank, which `receive` gives there.
    func send(_ bytes: [UInt8], to rank: Int)
    /// The next bytes that any rank has sent to this one; `nil` where none have come and it is not to wait for them.
    func receive(wait: Bool) -> (bytes: [UInt8], source: Int)?
}

/// A program that runs alone.
public struct SoleCommunicator: Communicator {
    /// A communicator of one rank.
    public init() {}
    /// 0, the only rank.
    public var rank: Int { 0 }
    /// 1.
    public var size: Int { 1 }
    /// Sums over all ranks, in place.
    public func sum(_ values: UnsafeMutableBufferPointer<Double>) {}
    /// Least numbers over all ranks, in place.
    public func minimum(_ values: UnsafeMutableBufferPointer<Double>) {}
    /// The bytes of all ranks, in their order.
    public func gather(_ bytes: [UInt8]) -> [[UInt8]] { [bytes] }
    /// Sends bytes to a rank.
    public func send(_ bytes: [UInt8], to rank: Int) {
        preconditionFailure("a rank that is alone sends nothing")
    }
    /// The next bytes that another rank has sent.
    public func receive(wait: Bool) -> (bytes: [UInt8], source: Int)? {
        preconditionFailure("a rank that is alone receives nothing")
    }
}

extension Communicator {
    /// Sums over all ranks.
    public func sum(_ values: [Double]) -> [Double] {
        var values = values
        values.withUnsafeMutableBufferPointer { sum($0) }
        return values
    }

    /// Least numbers over all ranks.
    public func minimum(_ values: [Double]) -> [Double] {
        var values = values
        values.withUnsafeMutableBufferPointer { minimum($0) }
        return values
    }

    /// The bytes of rank 0.
    public func broadcast(_ bytes: [UInt8]) -> [UInt8] { gather(rank == 0 ? bytes : [])[0] }

    /// The numbers of a function for 0 ..< count, on all ranks: each rank works some of them out, by up to `tasks` threads.
    public func results(
        _ count: Int, tasks: Int, _ operation: @escaping @Sendable (Int) -> Double
    ) -> [Double] {
        let own = Array(stride(from: rank, to: count, by: size))
        let values = concurrentResults(own.count, tasks: tasks) { operation(own[$0]) }
        // The other ranks add zeros, so that the sums are exact.
        var all = [Double](repeating: 0, count: count)
        for (index, value) in zip(own, values) { all[index] = value }
        return sum(all)
    }
}
