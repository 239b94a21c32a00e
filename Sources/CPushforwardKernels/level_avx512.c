// AVX-512. Features are named one by one: naming an architecture level would tune for 256-bit vectors.
#if defined(__x86_64__)
#define PF_LANES 16
#define PF_TILE_VECTORS 4
#define PF_TILE_ROWS 6
#define PF_TABLE pf_kernels_avx512
#define PF_LEVEL_NAME "avx512"
#define PF_HAS_RECIPROCAL_ESTIMATE
#define PF_HAS_SCALING

#pragma clang attribute push(__attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,avx2,fma"))), \
                             apply_to = function)
#include "loops/body.inc"
#pragma clang attribute pop
#endif
