import Pushforward
import PushforwardMPI

/// The ranks of this run: those that mpirun began, where the program was built with the trait MPI, or this program alone.
enum Ranks {
    #if MPI
        private static let mpi = MPICommunicator()
        /// The communicator of this run.
        static let current: any Communicator = mpi ?? SoleCommunicator()
        /// Whether this is one of several ranks.
        static var areSeveral: Bool { current.size > 1 }

        /// Ends the exchange between the ranks, where there is one; the last that a rank does.
        static func end() { mpi?.end() }

        /// Ends all ranks, since one can't go on.
        static func abort(status: Int32) {
            if let mpi, mpi.size > 1 { mpi.abort(status: status) }
        }
    #else
        /// The communicator of this run.
        static let current: any Communicator = SoleCommunicator()
        /// Whether this is one of several ranks.
        static var areSeveral: Bool { false }
        /// Ends the exchange between the ranks, where there is one; the last that a rank does.
        static func end() {}
        /// Ends all ranks, since one can't go on.
        static func abort(status: Int32) {}
    #endif

    /// Whether this rank prints and writes.
    static var isFirst: Bool { current.rank == 0 }
}
