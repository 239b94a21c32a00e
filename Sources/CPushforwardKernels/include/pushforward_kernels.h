// The inner loops of Pushforward: pure functions over memory that the caller owns.
//
// Goals, in order: 1 the stated result within the stated error at every processor level; 2 no allocation,
// no failure, no state; 3 speed close to the processor's limit.
//
// Every loop is written once (loops/body.inc) on vectors of `lanes` floats and compiled for each processor level;
// `pf_kernels_best` picks one table at run time, so a build needs no compiler flags. Results differ between
// levels by rounding only, and are the same to the bit from run to run on one level.
#ifndef PUSHFORWARD_KERNELS_H
#define PUSHFORWARD_KERNELS_H

#include <stddef.h>
#include <stdint.h>

#include "pushforward_kernel_types.h"

#if defined(__cplusplus)
extern "C" {
#endif

/// One processor level's versions of every kernel.
typedef struct {
    const char *_Nonnull name;
    int32_t lanes;

    /// c[m, n] = a[m, k] b[k, n], or c += a b when `accumulate` is not 0.
    /// a(i, p) = a[i * a_row + p * a_column], so a transposed operand costs nothing.
    /// n, ldb and ldc are multiples of PF_PADDING; b and c are row-major.
    void (*_Nonnull gemm)(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const float *_Nonnull a, ptrdiff_t a_row,
                          ptrdiff_t a_column, const float *_Nonnull b, ptrdiff_t ldb, float *_Nonnull c,
                          ptrdiff_t ldc, int32_t accumulate);

    /// `gemm` in double precision; n, ldb and ldc are multiples of half a padding.
    void (*_Nonnull gemm_double)(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const double *_Nonnull a, ptrdiff_t a_row,
                                 ptrdiff_t a_column, const double *_Nonnull b, ptrdiff_t ldb, double *_Nonnull c,
                                 ptrdiff_t ldc, int32_t accumulate);

    /// c[m, n] = a[m, k] b[n, k]', rows of a by rows of b, for the few outputs of a last layer, where `gemm` would fill
    /// its vectors with padding. k is a multiple of PF_PADDING; beyond the n columns c is left alone.
    void (*_Nonnull narrow_gemm)(ptrdiff_t m, ptrdiff_t n, ptrdiff_t k, const float *_Nonnull a, ptrdiff_t lda,
                                 const float *_Nonnull b, ptrdiff_t ldb, float *_Nonnull c, ptrdiff_t ldc);

    /// b[columns, rows] = transpose of a[rows, columns]; padding of b is left alone.
    void (*_Nonnull transpose)(ptrdiff_t rows, ptrdiff_t columns, const float *_Nonnull a, ptrdiff_t lda,
                               float *_Nonnull b, ptrdiff_t ldb);

    /// z = f(z + bias) in place, and, when `slope` is not NULL, slope = f'(z + bias).
    /// `width` is the padded number of columns and equals the leading dimension.
    void (*_Nonnull activate)(pf_activation activation, ptrdiff_t rows, ptrdiff_t width, float *_Nonnull z,
                              const float *_Nonnull bias, float *_Nullable slope);

    /// A whole layer of few inputs: z = f(a weights + bias) and slope = f'(a weights + bias), with a[rows, inputs]
    /// packed and weights[inputs, width]; one or two inputs never pass through memory as products.
    void (*_Nonnull thin_layer)(pf_activation activation, ptrdiff_t rows, ptrdiff_t width, ptrdiff_t inputs,
                                const float *_Nonnull a, const float *_Nonnull weights, const float *_Nonnull bias,
                                float *_Nonnull z, float *_Nullable slope);

    /// delta *= slope, elementwise over count floats (count a multiple of PF_PADDING).
    void (*_Nonnull multiply)(ptrdiff_t count, float *_Nonnull delta, const float *_Nonnull slope);

    /// sums[j] += sum over rows of a[i, j]; width as in `activate`.
    void (*_Nonnull column_sums)(ptrdiff_t rows, ptrdiff_t width, const float *_Nonnull a,
                                 float *_Nonnull sums);

    /// Returns the sum of k(|x_i - y_j|^2) over all pairs and, when `gradient` is not NULL, adds
    /// gradient_scale * sum_j dk/dx_i to it. Points are columns of structure-of-arrays storage:
    /// coordinate c of point i is x[c * ldx + i]; ldx, ldy and ldg are at least the number of points
    /// rounded up to PF_PADDING, and what lies in the padding is never used in a result.
    double (*_Nonnull pair_sum)(const pf_kernel *_Nonnull kernel, ptrdiff_t dimension, ptrdiff_t n,
                                const float *_Nonnull x, ptrdiff_t ldx, ptrdiff_t m, const float *_Nonnull y,
                                ptrdiff_t ldy, float *_Nullable gradient, ptrdiff_t ldg,
                                float gradient_scale);

    /// sums[t] += sum over all pairs of exp(-scale[t] |x_i - y_j|^2) for each Gaussian term, without its weight, or
    /// sums[0] += sum of k for the other kernels, in double precision. When `is_ladder` is not 0, each scale is 4
    /// times the one before and one exponential serves them all. Points as in `pair_sum`.
    void (*_Nonnull pair_sums_double)(const pf_kernel *_Nonnull kernel, int32_t is_ladder, ptrdiff_t dimension,
                                      ptrdiff_t n, const double *_Nonnull x, ptrdiff_t ldx, ptrdiff_t m,
                                      const double *_Nonnull y, ptrdiff_t ldy, double *_Nonnull sums);

    /// out[t * ldo + j] = the kernel of the point x and y_j for each Gaussian term, without its weight, or of the other
    /// kernels in out[j]; coordinate c of x is x[c * ldx], and up to PF_PADDING numbers beyond m are written.
    void (*_Nonnull kernel_values_double)(const pf_kernel *_Nonnull kernel, int32_t is_ladder, ptrdiff_t dimension,
                                          const double *_Nonnull x, ptrdiff_t ldx, ptrdiff_t m,
                                          const double *_Nonnull y, ptrdiff_t ldy, double *_Nonnull out,
                                          ptrdiff_t ldo);

    /// out[i] = log sum_j exp(heights[j] - scale * cost(x_i, y_j)), cost |x - y|^2, or |x - y| when `is_root` is not
    /// 0. Points as in `pair_sum`; scratch holds m doubles rounded up to PF_PADDING.
    void (*_Nonnull soft_maxima)(int32_t is_root, double scale, ptrdiff_t dimension, ptrdiff_t n,
                                 const double *_Nonnull x, ptrdiff_t ldx, ptrdiff_t m, const double *_Nonnull y,
                                 ptrdiff_t ldy, const double *_Nonnull heights, double *_Nonnull scratch,
                                 double *_Nonnull out);

    /// Adds to the grid the weights of every point; coordinate c of point i is points[c * ld + i].
    void (*_Nonnull spread)(const pf_spreading *_Nonnull spreading, ptrdiff_t dimension, ptrdiff_t count,
                            const double *_Nonnull points, ptrdiff_t ld, double *_Nonnull grid);

    /// The minimum base + cost(x, j) - heights[j] of all columns, with the column in *place, or `least` where none is
    /// below that. Blocks that cannot be below are passed over where boxes tell. x holds one point's coordinates, or
    /// one row of stored costs with room for whole blocks.
    double (*_Nonnull cheapest_column)(const pf_transport *_Nonnull transport, const double *_Nonnull x, double base,
                                       double least, ptrdiff_t *_Nonnull place);

    /// cosines[k] += sum over rows of cos(phases[i, k]), and sines likewise; width a multiple of PF_PADDING, phases
    /// below 1e4. Single precision: absolute error of a term 4e-7.
    void (*_Nonnull phase_sums)(ptrdiff_t rows, ptrdiff_t width, const float *_Nonnull phases, float *_Nonnull cosines,
                                float *_Nonnull sines);

    /// Squared distances of all pairs i < j, in row order: n (n - 1) / 2 floats, plus room for PF_PADDING.
    void (*_Nonnull squared_distances)(ptrdiff_t dimension, ptrdiff_t n, const float *_Nonnull x,
                                       ptrdiff_t ldx, float *_Nonnull distances);

    /// Number of the squared distances of pairs i < j, as `squared_distances` gives them, that are from low to high, the
    /// first `room` of which are written; in *below the number of those below.
    ptrdiff_t (*_Nonnull distances_between)(ptrdiff_t dimension, ptrdiff_t n, const float *_Nonnull x, ptrdiff_t ldx,
                                            float low, float high, ptrdiff_t room, float *_Nonnull found,
                                            ptrdiff_t *_Nonnull below);

    /// The element of the given rank (0 is the smallest) of count non-negative finite floats, and in
    /// *following the element of rank + 1 (or the same element when there is none).
    float (*_Nonnull select)(ptrdiff_t count, const float *_Nonnull values, ptrdiff_t rank,
                             float *_Nonnull following);

    /// features[i, k] = cos(k h x_i) and features[i, frequencies + k] = sin(k h x_i), k < frequencies;
    /// frequencies is a multiple of PF_PADDING, ld at least 2 * frequencies, x_i = x[i * stride].
    /// Absolute error below 4e-7 + 1e-7 |k h x_i|.
    void (*_Nonnull trigonometric_features)(ptrdiff_t n, const float *_Nonnull x, ptrdiff_t stride, float h,
                                            ptrdiff_t frequencies, float *_Nonnull features, ptrdiff_t ld);

    /// out[i * stride] += scale * sum_j a[i, j] b[i, j] over padded rows of the given width.
    void (*_Nonnull row_dots)(ptrdiff_t rows, ptrdiff_t width, const float *_Nonnull a, ptrdiff_t lda,
                              const float *_Nonnull b, ptrdiff_t ldb, float scale, float *_Nonnull out,
                              ptrdiff_t stride);

    /// Four 32-bit words of Philox4x32-10 for each of `blocks` consecutive counters that start at
    /// (counter, stream), under a 64-bit key.
    void (*_Nonnull philox)(uint64_t key, uint64_t stream, uint64_t counter, ptrdiff_t blocks,
                            uint32_t *_Nonnull words);

    /// Uniform floats of the open interval (0, 1) from words: (w / 256 + 1/2) 2^-24.
    void (*_Nonnull uniforms)(ptrdiff_t count, const uint32_t *_Nonnull words, float *_Nonnull out);

    /// Standard normal floats from words by the inverse distribution function, |z| up to 6.2.
    void (*_Nonnull normals)(ptrdiff_t count, const uint32_t *_Nonnull words, float *_Nonnull out);

    /// g = gradient + 2 l2 w + l1 sign(w); v = momentum v + g; w -= learning_rate (nesterov ? g + momentum v : v).
    void (*_Nonnull sgd)(ptrdiff_t count, const pf_update *_Nonnull update, const float *_Nonnull gradient,
                         float *_Nonnull velocity, float *_Nonnull weights);

    /// Adam (Kingma and Ba 2015, algorithm 1) on g as in `sgd`, with decoupled decay (Loshchilov and Hutter 2019).
    void (*_Nonnull adam)(ptrdiff_t count, const pf_update *_Nonnull update, const float *_Nonnull gradient,
                          float *_Nonnull first, float *_Nonnull second, float *_Nonnull weights);

    /// average += rate (weights - average).
    void (*_Nonnull blend)(ptrdiff_t count, float rate, const float *_Nonnull weights,
                           float *_Nonnull average);

    /// Elementwise functions over count floats (a multiple of PF_PADDING), for tests and figures.
    void (*_Nonnull exponential)(ptrdiff_t count, const float *_Nonnull x, float *_Nonnull y);
    void (*_Nonnull logarithm)(ptrdiff_t count, const float *_Nonnull x, float *_Nonnull y);
} pf_kernels;

typedef enum { PF_LEVEL_BASELINE = 0, PF_LEVEL_AVX2 = 1, PF_LEVEL_AVX512 = 2 } pf_level;

/// The table of a level, or NULL where this build or this processor does not have it.
const pf_kernels *_Nullable pf_kernels_at(pf_level level);

/// The table of the best level that this processor has.
const pf_kernels *_Nonnull pf_kernels_best(void);

/// Sorts count finite floats ascending by three counting passes; scratch holds count words. O(count).
void pf_sort(ptrdiff_t count, float *_Nonnull values, uint32_t *_Nonnull scratch);

/// The indices of count finite floats in ascending order of the floats; scratch holds 2 count words. O(count).
void pf_sort_order(ptrdiff_t count, const float *_Nonnull values, uint32_t *_Nonnull order,
                   uint64_t *_Nonnull scratch);

/// Integral of |F - G| for two samples sorted ascending: the 1-D Wasserstein distance of order 1.
double pf_wasserstein1_sorted(ptrdiff_t n, const float *_Nonnull x, ptrdiff_t m, const float *_Nonnull y);

#if defined(__cplusplus)
}
#endif
#endif
