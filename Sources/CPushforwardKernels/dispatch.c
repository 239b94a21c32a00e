// Which level's table to use, decided by what the processor says of itself.
#include "pushforward_kernels.h"

extern const pf_kernels pf_kernels_baseline;
#if defined(__x86_64__)
extern const pf_kernels pf_kernels_avx2;
extern const pf_kernels pf_kernels_avx512;
#endif

const pf_kernels *pf_kernels_at(pf_level level) {
    switch (level) {
    case PF_LEVEL_BASELINE: return &pf_kernels_baseline;
#if defined(__x86_64__)
    case PF_LEVEL_AVX2:
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? &pf_kernels_avx2 : NULL;
    case PF_LEVEL_AVX512:
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
                       __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq")
                   ? &pf_kernels_avx512
                   : NULL;
#endif
    default: return NULL;
    }
}

const pf_kernels *pf_kernels_best(void) {
    for (int level = PF_LEVEL_AVX512; level > PF_LEVEL_BASELINE; level--) {
        const pf_kernels *table = pf_kernels_at((pf_level)level);
        if (table) return table;
    }
    return &pf_kernels_baseline;
}
