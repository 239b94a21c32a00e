// The few functions of MPI (version 3) that ranks exchange numbers with. MPI's constants are macros that Swift can't
// see, so that C calls it. Without the package's trait MPI nothing of it is compiled.
#pragma once

#include <stdint.h>

#pragma clang assume_nonnull begin

/// Whether the program was begun as one of several ranks by mpirun, srun or the like.
int pf_mpi_is_launched(void);
/// Begins; 0 on success.
int pf_mpi_begin(void);
void pf_mpi_end(void);
/// Ends all ranks at once with a status.
void pf_mpi_abort(int status);
int pf_mpi_rank(void);
int pf_mpi_size(void);

/// Sum and minimum over all ranks, in place.
void pf_mpi_sum(int64_t count, double *values);
void pf_mpi_minimum(int64_t count, double *values);

/// Number of bytes of each rank into counts[size].
void pf_mpi_gather_counts(int64_t count, int64_t *counts);
/// The bytes of `root` to all ranks.
void pf_mpi_broadcast(int64_t count, uint8_t *bytes, int root);

void pf_mpi_send(int64_t count, const uint8_t *bytes, int rank);
/// The length of the next message of any rank and where it is from; -1 where none has come and it is not to wait.
/// `pf_mpi_receive` takes it.
int64_t pf_mpi_probe(int wait, int *source);
void pf_mpi_receive(int64_t count, uint8_t *bytes, int source);

#pragma clang assume_nonnull end
