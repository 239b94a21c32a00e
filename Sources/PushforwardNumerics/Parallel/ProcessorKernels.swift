import CPushforwardKernels

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
public enum ProcessorKernels {
    /// The kernels in use.
    public static let active: pf_kernels = requested() ?? pf_kernels_best().pointee

    /// Name of the level in use: `baseline`, `avx2` or `avx512`.
    public static var levelName: String { String(cString: active.name) }

    /// Every level that this processor has, narrowest vectors first.
    public static let available: [pf_kernels] = [PF_LEVEL_BASELINE, PF_LEVEL_AVX2, PF_LEVEL_AVX512]
        .compactMap { pf_kernels_at($0)?.pointee }

    private static func requested() -> pf_kernels? {
        guard let value = getenv("PUSHFORWARD_PROCESSOR_LEVEL") else { return nil }
        let name = String(cString: value)
        return available.first { String(cString: $0.name) == name }
    }
}

/// The table is immutable and its functions keep no state.
extension pf_kernels: @retroactive @unchecked Sendable {}
