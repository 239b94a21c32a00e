#include "pushforward_mpi.h"

#if PUSHFORWARD_MPI

#include <mpi.h>
#include <stdlib.h>
#include <time.h>

// Counts of MPI 3 are ints: longer arrays go in parts.
#define PF_PART ((int64_t)1 << 27)
#define PF_TAG 1

int pf_mpi_is_launched(void) {
    static const char *const names[] = {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMIX_RANK", "MPI_LOCALNRANKS"};
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
        if (getenv(names[i])) return 1;
    return 0;
}

int pf_mpi_begin(void) {
    int provided = 0;
    return MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &provided) != MPI_SUCCESS || provided < MPI_THREAD_FUNNELED;
}

void pf_mpi_end(void) { MPI_Finalize(); }
void pf_mpi_abort(int status) { MPI_Abort(MPI_COMM_WORLD, status); }

int pf_mpi_rank(void) {
    int rank = 0;
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    return rank;
}

int pf_mpi_size(void) {
    int size = 1;
    MPI_Comm_size(MPI_COMM_WORLD, &size);
    return size;
}

static void reduce(int64_t count, double *values, MPI_Op operation) {
    for (int64_t first = 0; first < count; first += PF_PART) {
        int64_t part = count - first < PF_PART ? count - first : PF_PART;
        MPI_Allreduce(MPI_IN_PLACE, values + first, (int)part, MPI_DOUBLE, operation, MPI_COMM_WORLD);
    }
}

void pf_mpi_sum(int64_t count, double *values) { reduce(count, values, MPI_SUM); }
void pf_mpi_minimum(int64_t count, double *values) { reduce(count, values, MPI_MIN); }

void pf_mpi_gather_counts(int64_t count, int64_t *counts) {
    MPI_Allgather(&count, 1, MPI_INT64_T, counts, 1, MPI_INT64_T, MPI_COMM_WORLD);
}

void pf_mpi_broadcast(int64_t count, uint8_t *bytes, int root) {
    for (int64_t first = 0; first < count; first += PF_PART) {
        int64_t part = count - first < PF_PART ? count - first : PF_PART;
        MPI_Bcast(bytes + first, (int)part, MPI_BYTE, root, MPI_COMM_WORLD);
    }
}

void pf_mpi_send(int64_t count, const uint8_t *bytes, int rank) {
    MPI_Send(bytes, (int)count, MPI_BYTE, rank, PF_TAG, MPI_COMM_WORLD);
}

/// Looks again every millisecond rather than all the time, so that a rank that waits leaves its core to others.
int64_t pf_mpi_probe(int wait, int *source) {
    MPI_Status status;
    int found = 0, count = 0;
    const struct timespec pause = {.tv_nsec = 1000000};
    while (1) {
        MPI_Iprobe(MPI_ANY_SOURCE, PF_TAG, MPI_COMM_WORLD, &found, &status);
        if (found) break;
        if (!wait) return -1;
        nanosleep(&pause, NULL);
    }
    MPI_Get_count(&status, MPI_BYTE, &count);
    *source = status.MPI_SOURCE;
    return count;
}

void pf_mpi_receive(int64_t count, uint8_t *bytes, int source) {
    MPI_Recv(bytes, (int)count, MPI_BYTE, source, PF_TAG, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
}

#endif
