import PushforwardNumerics

#if MPI
    import CPushforwardMPI

    /// The ranks that `mpirun` began, over any MPI of version 3. One thread of each rank calls it.
    package struct MPICommunicator: Communicator {
        /// Number of this rank, from 0.
        package let rank: Int
        /// Number of ranks.
        package let size: Int

        /// The ranks of this run; `nil` if the program runs alone, or MPI can't start.
        package init?() {
            guard pf_mpi_is_launched() != 0, pf_mpi_begin() == 0 else { return nil }
            rank = Int(pf_mpi_rank())
            size = Int(pf_mpi_size())
        }

        /// Ends MPI; no rank may call it afterwards.
        package func end() { pf_mpi_end() }

        /// Ends all ranks at once with an exit status.
        package func abort(status: Int32) { pf_mpi_abort(status) }

        /// Sums over all ranks, in place.
        package func sum(_ values: UnsafeMutableBufferPointer<Double>) {
            guard let start = values.baseAddress else { return }
            pf_mpi_sum(Int64(values.count), start)
        }

        /// Least numbers over all ranks, in place.
        package func minimum(_ values: UnsafeMutableBufferPointer<Double>) {
            guard let start = values.baseAddress else { return }
            pf_mpi_minimum(Int64(values.count), start)
        }

        /// The bytes of all ranks, in their order.
        package func gather(_ bytes: [UInt8]) -> [[UInt8]] {
            var counts = [Int64](repeating: 0, count: size)
            pf_mpi_gather_counts(Int64(bytes.count), &counts)
            return counts.enumerated().map { source, count in
                var part = source == rank ? bytes : [UInt8](repeating: 0, count: Int(count))
                pf_mpi_broadcast(count, &part, Int32(source))
                return part
            }
        }

        /// Sends bytes to a rank.
        package func send(_ bytes: [UInt8], to rank: Int) {
            precondition(bytes.count < 1 << 31, "a message of \(bytes.count) bytes is too long")
            pf_mpi_send(Int64(bytes.count), bytes, Int32(rank))
        }

        /// The next bytes that another rank has sent.
        package func receive(wait: Bool) -> (bytes: [UInt8], source: Int)? {
            var source: Int32 = 0
            let count = pf_mpi_probe(wait ? 1 : 0, &source)
            guard count >= 0 else { return nil }
            var bytes = [UInt8](repeating: 0, count: Int(count))
            pf_mpi_receive(count, &bytes, source)
            return (bytes, Int(source))
        }
    }
#endif
