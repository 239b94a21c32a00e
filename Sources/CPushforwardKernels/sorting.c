// Sorting single-precision numbers by counting, and what follows from sorted samples.
#include <string.h>

#include "pushforward_kernels.h"

#define PF_DIGIT_BITS 11
#define PF_DIGITS (1 << PF_DIGIT_BITS)

/// Floats order as unsigned integers once negative ones are complemented and positive ones get the top bit.
static uint32_t ordered(uint32_t bits) { return bits ^ (bits >> 31 ? 0xffffffffu : 0x80000000u); }
static uint32_t restored(uint32_t key) { return key ^ (key >> 31 ? 0x80000000u : 0xffffffffu); }

/// Counts the three digits of a key.
static void count_digits(uint32_t key, uint32_t places[3][PF_DIGITS]) {
    for (int pass = 0; pass < 3; pass++) places[pass][(key >> (pass * PF_DIGIT_BITS)) & (PF_DIGITS - 1)]++;
}

/// Turns the sizes of the digits' runs into the places where they start.
static void start_places(uint32_t *places) {
    uint32_t place = 0;
    for (int digit = 0; digit < PF_DIGITS; digit++) {
        uint32_t size = places[digit];
        places[digit] = place;
        place += size;
    }
}

static void counting_pass(ptrdiff_t count, const uint32_t *from, uint32_t *to, int shift, uint32_t *places) {
    start_places(places);
    for (ptrdiff_t i = 0; i < count; i++) to[places[(from[i] >> shift) & (PF_DIGITS - 1)]++] = from[i];
}

void pf_sort(ptrdiff_t count, float *values, uint32_t *scratch) {
    uint32_t places[3][PF_DIGITS];
    uint32_t *keys = (uint32_t *)(void *)values;
    memset(places, 0, sizeof places);
    for (ptrdiff_t i = 0; i < count; i++) {
        uint32_t bits;
        memcpy(&bits, values + i, 4);
        uint32_t key = ordered(bits);
        memcpy(values + i, &key, 4);
        count_digits(key, places);
    }
    counting_pass(count, keys, scratch, 0, places[0]);
    counting_pass(count, scratch, keys, PF_DIGIT_BITS, places[1]);
    counting_pass(count, keys, scratch, 2 * PF_DIGIT_BITS, places[2]);
    for (ptrdiff_t i = 0; i < count; i++) {
        uint32_t bits = restored(scratch[i]);
        memcpy(values + i, &bits, 4);
    }
}

double pf_wasserstein1_sorted(ptrdiff_t n, const float *x, ptrdiff_t m, const float *y) {
    double total = 0;
    if (n == m) {
        for (ptrdiff_t i = 0; i < n; i++) total += __builtin_fabs((double)x[i] - (double)y[i]);
        return n > 0 ? total / (double)n : 0;
    }
    // Quantile functions are merged: a piece of mass ends where either sample's step ends.
    ptrdiff_t i = 0, j = 0;
    double mass = 0;
    while (i < n && j < m) {
        double end_x = (double)(i + 1) / (double)n, end_y = (double)(j + 1) / (double)m;
        double end = end_x < end_y ? end_x : end_y;
        total += (end - mass) * __builtin_fabs((double)x[i] - (double)y[j]);
        mass = end;
        // Compared as integers, so that equal ends advance both samples.
        int64_t compare = (int64_t)(i + 1) * (int64_t)m - (int64_t)(j + 1) * (int64_t)n;
        if (compare <= 0) i++;
        if (compare >= 0) j++;
    }
    return total;
}

void pf_sort_order(ptrdiff_t count, const float *values, uint32_t *order, uint64_t *scratch) {
    uint32_t places[3][PF_DIGITS];
    uint64_t *from = scratch, *to = scratch + count;
    memset(places, 0, sizeof places);
    for (ptrdiff_t i = 0; i < count; i++) {
        uint32_t bits;
        memcpy(&bits, values + i, 4);
        uint64_t key = ordered(bits);
        from[i] = key << 32 | (uint32_t)i;
        count_digits((uint32_t)key, places);
    }
    for (int pass = 0; pass < 3; pass++) {
        start_places(places[pass]);
        int shift = 32 + pass * PF_DIGIT_BITS;
        for (ptrdiff_t i = 0; i < count; i++)
            to[places[pass][(from[i] >> shift) & (PF_DIGITS - 1)]++] = from[i];
        uint64_t *swap = from;
        from = to;
        to = swap;
    }
    for (ptrdiff_t i = 0; i < count; i++) order[i] = (uint32_t)from[i];
}
