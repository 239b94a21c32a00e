// What the inner loops take: activations, kernels, grids, transport problems and optimizer steps.
#ifndef PUSHFORWARD_KERNEL_TYPES_H
#define PUSHFORWARD_KERNEL_TYPES_H

#include <stddef.h>
#include <stdint.h>

/// Every leading dimension and padded width is a multiple of this many floats.
#define PF_PADDING 16

/// Activation functions, each applied elementwise.
typedef enum {
    PF_IDENTITY = 0,
    PF_SIGMOID = 1,
    PF_TANH = 2,
    PF_RELU = 3,
    PF_LEAKY_RELU = 4,
    PF_SILU = 5,
    PF_GELU = 6,
    PF_SOFTPLUS = 7,
} pf_activation;

/// Kernels k(q), q = squared distance but where said. `scale` and `shape` are explained at each.
typedef enum {
    /// sum over terms of weight * exp(-scale * q)
    PF_GAUSSIAN = 0,
    /// exp(-scale * sqrt(q))
    PF_LAPLACE = 1,
    /// (1 + scale * q)^(-1/2)
    PF_INVERSE_MULTIQUADRIC = 2,
    /// (1 + scale * q)^(-shape)
    PF_RATIONAL_QUADRATIC = 3,
    /// -sqrt(q), the kernel of the energy distance
    PF_ENERGY = 4,
    /// exp(-scale * q), q = sum of the absolute differences of the coordinates
    PF_PRODUCT_LAPLACE = 5,
} pf_kernel_kind;

#define PF_MAXIMUM_TERMS 8

typedef struct {
    pf_kernel_kind kind;
    /// Number of Gaussian terms, 1...PF_MAXIMUM_TERMS; the other kinds use the first scale only.
    int32_t terms;
    double scale[PF_MAXIMUM_TERMS];
    double weight[PF_MAXIMUM_TERMS];
    double shape;
} pf_kernel;

/// How points are spread onto a grid: coordinate c of a point x lies at (x - origin[c]) * density[c] grid steps, and
/// its weights at the `width` grid lines around are polynomials in its place between two of them.
typedef struct {
    double origin[3];
    double density[3];
    /// Where above 0, coordinates are taken modulo this length, counted from origin + margin.
    double period[3];
    /// Grid lines between the origin and the lowest point, at least width / 2.
    double margin;
    /// Distance between neighbors of the grid's first and second coordinate, in doubles; 1 for the last one.
    ptrdiff_t stride[2];
    /// Lines that a point reaches, up to 16.
    int32_t width;
    /// Degree of the polynomials.
    int32_t degree;
    /// What is added to every weight and taken away again, so that weights are multiples of its unit in the last place.
    double rounding;
    /// Coefficients [degree + 1][8 or 16], constant first: of lines beyond the width they are 0.
    const double *_Nonnull coefficients;
} pf_spreading;

/// Columns of a transport problem that lie side by side and are visited or passed over together.
#define PF_TRANSPORT_BLOCK 32

/// What it costs to move one unit of mass from x to y.
typedef enum {
    /// |x - y|^2
    PF_TRANSPORT_SQUARED = 0,
    /// |x - y|
    PF_TRANSPORT_DISTANCE = 1,
    /// a number of the caller's matrix
    PF_TRANSPORT_STORED = 2,
} pf_transport_kind;

/// The columns of a transport problem in blocks of PF_TRANSPORT_BLOCK, near columns side by side.
typedef struct {
    pf_transport_kind kind;
    ptrdiff_t dimension;
    ptrdiff_t blocks;
    /// Coordinate c of column j is targets[c * stride + j].
    const double *_Nonnull targets;
    ptrdiff_t stride;
    /// The box around a block: lowest and highest[c * block_stride + block]; block_stride is `blocks` rounded up to
    /// PF_PADDING.
    const double *_Nonnull lowest;
    const double *_Nonnull highest;
    ptrdiff_t block_stride;
    /// Potential of each column, -infinity for those that only fill the last block.
    const double *_Nonnull heights;
    /// What no height of a block exceeds, -infinity beyond the last block.
    const double *_Nonnull block_heights;
    /// Scratch of block_stride doubles.
    double *_Nonnull block_bounds;
} pf_transport;

/// Coefficients of one optimiser step; see `sgd` and `adam`.
typedef struct {
    float learning_rate;
    float momentum;
    int32_t nesterov;
    float l1;
    float l2;
    float beta1;
    float beta2;
    float epsilon;
    /// 1 - beta^t for the current step t.
    float correction1;
    float correction2;
    /// Decoupled weight decay (AdamW): w -= learning_rate * decay * w.
    float decay;
} pf_update;
#endif
