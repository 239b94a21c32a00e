package import CPushforwardKernels

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The processor level whose kernels this process uses.
///
/// The best level that the processor has is taken once, when the first kernel is called. The environment
/// variable `PUSHFORWARD_PROCESSOR_LEVEL` (`baseline`, `avx2` or `avx512`) asks for a lower one, so that
/// results of machines without wide vectors can be had anywhere. Levels differ by rounding only.
package enum ProcessorKernels {
    /// The kernels in use.
    package static let active: pf_kernels = requested() ?? pf_kernels_best().pointee

    /// Name of the level in use: `baseline`, `avx2` or `avx512`.
    package static var levelName: String { String(cString: active.name) }

    /// Every level that this processor has, narrowest vectors first.
    package static let available: [pf_kernels] = [PF_LEVEL_BASELINE, PF_LEVEL_AVX2, PF_LEVEL_AVX512]
        .compactMap { pf_kernels_at($0)?.pointee }

    private static func requested() -> pf_kernels? {
        guard let value = getenv("PUSHFORWARD_PROCESSOR_LEVEL") else { return nil }
        let name = String(cString: value)
        return available.first { String(cString: $0.name) == name }
    }
}

/// The table is immutable and its functions keep no state.
extension pf_kernels: @retroactive @unchecked Sendable {}

/// What the benchmarks time below the library's own functions.
@_spi(Benchmarks)
public enum KernelBenchmark {
    /// Name of the processor level in use.
    public static var levelName: String { ProcessorKernels.levelName }

    /// c = a b for matrices of floats whose rows are padded: a is [rows][inner], b [inner][columns], c [rows][columns].
    /// O(rows columns inner)
    ///
    /// - Parameters:
    ///   - a: The left factor.
    ///   - b: The right factor.
    ///   - c: The product.
    ///   - rows: Rows of a and c.
    ///   - columns: Columns of b and c, a multiple of 16.
    ///   - inner: Columns of a that count.
    ///   - stride: Floats from one row to the next, in all three.
    public static func multiply(
        _ a: AlignedArray<Float>, _ b: AlignedArray<Float>, into c: inout AlignedArray<Float>, rows: Int,
        columns: Int, inner: Int, stride: Int
    ) {
        ProcessorKernels.active.gemm(
            rows, columns, inner, a.pointer, stride, 1, b.pointer, stride, c.mutablePointer, stride, 0)
    }
}
