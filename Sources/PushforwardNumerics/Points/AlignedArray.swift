import CPushforwardKernels

/// A fixed-length array of floats or doubles that starts on a cache line, with value semantics (copy on write).
///
/// Swift's own arrays start 32 bytes into an allocation, so that every second 64-byte vector of theirs
/// straddles two cache lines. Public, like `ReproducibleRounding`, since functions of package access are not inlined across
/// modules.
public struct AlignedArray<Element: BinaryFloatingPoint & Sendable>: @unchecked Sendable {
    @usableFromInline
    final class Storage {
        @usableFromInline let numbers: UnsafeMutableBufferPointer<Element>

        @inlinable
        init(count: Int) {
            let bytes = UnsafeMutableRawPointer.allocate(
                byteCount: max(count, 1) * MemoryLayout<Element>.stride, alignment: 64)
            numbers = UnsafeMutableBufferPointer(
                start: bytes.bindMemory(to: Element.self, capacity: max(count, 1)), count: count)
        }

        deinit { UnsafeMutableRawPointer(numbers.baseAddress!).deallocate() }
    }

    @usableFromInline var storage: Storage

    /// `count` zeros, without padding: callers pad if kernels need it. O(count)
    @inlinable
    public init(zeros count: Int) {
        precondition(count >= 0, "an array has at least 0 elements, not \(count)")
        storage = Storage(count: count)
        storage.numbers.update(repeating: 0)
    }

    /// A copy of the given numbers. O(n)
    @inlinable
    public init(_ values: some Collection<Element>) {
        storage = Storage(count: values.count)
        _ = storage.numbers.update(fromContentsOf: values)
    }

    /// The elements as an array. O(count)
    @inlinable public var numbers: [Element] { Array(storage.numbers) }

    /// Number of elements.
    @inlinable public var count: Int { storage.numbers.count }

    /// The elements, for reading; valid while this array lives.
    @inlinable public var pointer: UnsafePointer<Element> { UnsafePointer(storage.numbers.baseAddress!) }

    /// The elements, for writing; valid while this array lives and is not copied. O(count) if shared.
    @inlinable public var mutablePointer: UnsafeMutablePointer<Element> {
        mutating get {
            if !isKnownUniquelyReferenced(&storage) {
                let copy = Storage(count: count)
                _ = copy.numbers.update(fromContentsOf: storage.numbers)
                storage = copy
            }
            return storage.numbers.baseAddress!
        }
    }

    /// One element.
    @inlinable public subscript(index: Int) -> Element {
        get {
            precondition(index >= 0 && index < count, "index \(index) is outside 0..<\(count)")
            return pointer[index]
        }
        set {
            precondition(index >= 0 && index < count, "index \(index) is outside 0..<\(count)")
            mutablePointer[index] = newValue
        }
    }
}

extension AlignedArray: Equatable {
    /// Whether all elements are equal as numbers: NaN differs from itself. O(n)
    public static func == (left: AlignedArray, right: AlignedArray) -> Bool {
        left.count == right.count && (0..<left.count).allSatisfy { left.pointer[$0] == right.pointer[$0] }
    }
}

/// `count` rounded up to a whole number of kernel paddings (16 floats).
package func padded(_ count: Int) -> Int {
    let padding = Int(PF_PADDING)
    return (count + padding - 1) / padding * padding
}
