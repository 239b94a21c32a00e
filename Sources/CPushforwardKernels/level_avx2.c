// AVX2 with fused multiply-add.
#if defined(__x86_64__)
#define PF_LANES 8
#define PF_TILE_VECTORS 2
#define PF_TILE_ROWS 6
#define PF_TABLE pf_kernels_avx2
#define PF_LEVEL_NAME "avx2"

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#include "loops/body.inc"
#pragma clang attribute pop
#endif
