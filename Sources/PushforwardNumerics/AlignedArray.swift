import CPushforwardKernels

/// A fixed-length array of floats that starts on a cache line, with value semantics (copy on write).
///
/// Swift's own arrays start 32 bytes into an allocation, so that every second 64-byte vector of theirs
/// straddles two cache lines.
public struct AlignedArray: @unchecked Sendable {
    private final class Storage {
        let floats: UnsafeMutableBufferPointer<Float>

        init(count: Int) {
            let bytes = UnsafeMutableRawPointer.allocate(byteCount: max(count, 1) * 4, alignment: 64)
            floats = UnsafeMutableBufferPointer(
                start: bytes.bindMemory(to: Float.self, capacity: max(count, 1)), count: count)
        }

        deinit { UnsafeMutableRawPointer(floats.baseAddress!).deallocate() }
    }

    private var storage: Storage

    /// Zeros. `count` is taken as it is: callers pad where kernels need it.
    public init(zeros count: Int) {
        precondition(count >= 0, "an array has at least 0 elements, not \(count)")
        storage = Storage(count: count)
        storage.floats.update(repeating: 0)
    }

    /// A copy of the given floats.
    public init(_ values: some Collection<Float>) {
        storage = Storage(count: values.count)
        _ = storage.floats.update(fromContentsOf: values)
    }

    /// Number of floats.
    public var count: Int { storage.floats.count }

    /// The floats, for reading; valid while this array lives.
    public var pointer: UnsafePointer<Float> { UnsafePointer(storage.floats.baseAddress!) }

    /// The floats, for writing; valid while this array lives and is not copied. O(count) if shared.
    public var mutablePointer: UnsafeMutablePointer<Float> {
        mutating get {
            if !isKnownUniquelyReferenced(&storage) {
                let copy = Storage(count: count)
                _ = copy.floats.update(fromContentsOf: storage.floats)
                storage = copy
            }
            return storage.floats.baseAddress!
        }
    }

    /// One element.
    public subscript(index: Int) -> Float {
        get {
            precondition(index >= 0 && index < count, "index \(index) is outside 0..<\(count)")
            return pointer[index]
        }
        set {
            precondition(index >= 0 && index < count, "index \(index) is outside 0..<\(count)")
            mutablePointer[index] = newValue
        }
    }

    /// The elements as a Swift array.
    public var array: [Float] { Array(UnsafeBufferPointer(storage.floats)) }
}

extension AlignedArray: Equatable {
    /// Whether all elements are equal as numbers.
    public static func == (left: AlignedArray, right: AlignedArray) -> Bool {
        left.count == right.count && (0..<left.count).allSatisfy { left.pointer[$0] == right.pointer[$0] }
    }
}

/// `count` rounded up to a whole number of kernel paddings (16 floats).
public func padded(_ count: Int) -> Int {
    let padding = Int(PF_PADDING)
    return (count + padding - 1) / padding * padding
}
