import Pushforward
import PushforwardMPI

/// The ranks of this run: those that mpirun started, if the program was built with the trait MPI, or this process alone.
enum Ranks {
    #if MPI
        private static let mpi = MPICommunicator()
        /// The communicator of this run.
        static let current: any Communicator = mpi ?? SoleCommunicator()
        /// Whether this is one of several ranks.
        static var areSeveral: Bool { current.size > 1 }

        /// Ends the exchange between the ranks, if there is one. A rank calls it last.
        static func end() { mpi?.end() }

        /// Ends all ranks, since one has failed.
        static func abort(status: Int32) {
            if let mpi, mpi.size > 1 { mpi.abort(status: status) }
        }
    #else
        /// The communicator of this run.
        static let current: any Communicator = SoleCommunicator()
        /// Whether this is one of several ranks.
        static var areSeveral: Bool { false }
        /// Ends the exchange between the ranks, if there is one. A rank calls it last.
        static func end() {}
        /// Ends all ranks, since one has failed.
        static func abort(status: Int32) {}
    #endif

    /// Whether this rank prints and writes.
    static var isFirst: Bool { current.rank == 0 }
}
