// What every processor of the architecture has: SSE2 on x86-64, NEON on arm64.
#define PF_LANES 4
#define PF_TILE_VECTORS 2
#define PF_TILE_ROWS 6
#define PF_TABLE pf_kernels_baseline
#define PF_LEVEL_NAME "baseline"

#include "loops/body.inc"
