import CPushforwardKernels

/// A stream of random numbers that is a pure function of a seed, a stream number and a position
/// (Philox4x32-10; Salmon, Moraes, Dror and Shaw, SC 2011).
///
/// Streams of one seed are independent, so every purpose takes its own and results do not depend on the order
/// or number of threads. Two streams with equal state give equal numbers.
public struct RandomStream: RandomNumberGenerator, Sendable, Codable, Equatable {
    /// The key shared by all streams of a run.
    public let seed: UInt64
    /// Which of the seed's 2^64 streams this is.
    public let stream: UInt64
    /// Number of 128-bit blocks consumed.
    public private(set) var position: UInt64

    /// The start of stream number `stream` of `seed`.
    public init(seed: UInt64, stream: UInt64 = 0) {
        self.seed = seed
        self.stream = stream
        position = 0
    }

    /// The start of the stream that belongs to a purpose such as `"initial weights"`.
    ///
    /// The stream's number is the 64-bit FNV-1a hash of the text.
    public init(seed: UInt64, purpose: String) {
        let hash = FNVHash.hash(purpose.utf8.lazy.map(UInt64.init))
        self.init(seed: seed, stream: hash)
    }

    /// 64 random bits; one block each.
    public mutating func next() -> UInt64 {
        var block: (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
        withUnsafeMutableBytes(of: &block) {
            ProcessorKernels.active.philox(
                seed, stream, position, 1, $0.baseAddress!.assumingMemoryBound(to: UInt32.self))
        }
        position &+= 1
        return UInt64(block.1) << 32 | UInt64(block.0)
    }

    /// A number of the open interval (0, 1) with 52 random bits.
    public mutating func uniform() -> Double {
        (Double(next() >> 12) + 0.5) * 0x1p-52
    }

    /// An integer of 0..<bound, by multiplication; the bias is below bound / 2^64.
    public mutating func integer(below bound: Int) -> Int {
        precondition(bound > 0, "a bound is positive, not \(bound)")
        return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// Fills memory with the 4 `count` words of the next blocks.
    @usableFromInline
    mutating func fillBlocks(_ words: UnsafeMutablePointer<UInt32>, count: Int) {
        ProcessorKernels.active.philox(seed, stream, position, count, words)
        position &+= UInt64(count)
    }

    /// Fills memory with random words, two per block. O(n)
    public mutating func fillWords(_ words: UnsafeMutableBufferPointer<UInt64>) {
        guard let start = words.baseAddress else { return }
        let whole = words.count / 2
        start.withMemoryRebound(to: UInt32.self, capacity: 2 * words.count) {
            fillBlocks($0, count: whole)
        }
        if words.count % 2 == 1 { words[words.count - 1] = next() }
    }

    /// Fills memory with uniform floats of (0, 1): (k + 1/2) 2^-23. O(n)
    public mutating func fillUniform(_ floats: UnsafeMutableBufferPointer<Float>) {
        fill(floats) { ProcessorKernels.active.uniforms($0, $1, $2) }
    }

    /// Fills memory with standard normal floats (inverse distribution function of 32 random bits). O(n)
    public mutating func fillNormal(_ floats: UnsafeMutableBufferPointer<Float>) {
        fill(floats) { ProcessorKernels.active.normals($0, $1, $2) }
    }

    /// `count` uniform floats of (0, 1). O(count)
    public mutating func uniforms(_ count: Int) -> [Float] {
        var floats = [Float](repeating: 0, count: count)
        floats.withUnsafeMutableBufferPointer { fillUniform($0) }
        return floats
    }

    /// `count` standard normal floats. O(count)
    public mutating func normals(_ count: Int) -> [Float] {
        var floats = [Float](repeating: 0, count: count)
        floats.withUnsafeMutableBufferPointer { fillNormal($0) }
        return floats
    }

    /// Puts the elements into a random order (Fisher and Yates); each choice among k has a bias below k / 2^32. O(n)
    @inlinable
    public mutating func shuffle<Element>(_ elements: inout [Element]) {
        precondition(elements.count < 1 << 31, "\(elements.count) elements are too many for 32-bit choices")
        elements.withUnsafeMutableBufferPointer { items in
            withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 1024) { words in
                var used = words.count
                for last in stride(from: items.count - 1, to: 0, by: -1) {
                    if used == words.count {
                        let blocks = min(words.count, last + 3) / 4
                        used = words.count - 4 * blocks
                        fillBlocks(words.baseAddress! + used, count: blocks)
                    }
                    items.swapAt(last, Int((UInt64(words[used]) * UInt64(last + 1)) >> 32))
                    used += 1
                }
            }
        }
    }

    private mutating func fill(
        _ floats: UnsafeMutableBufferPointer<Float>,
        _ convert: (Int, UnsafePointer<UInt32>, UnsafeMutablePointer<Float>) -> Void
    ) {
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 1024) { words in
            var done = 0
            while done < floats.count {
                let part = min(1024, floats.count - done)
                let blocks = (part + 3) / 4
                fillBlocks(words.baseAddress!, count: blocks)
                convert(part, words.baseAddress!, floats.baseAddress! + done)
                done += part
            }
        }
    }
}
