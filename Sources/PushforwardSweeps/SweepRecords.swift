import GRDB
package import Pushforward

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension SweepStore {
    /// A trial that has ended, without history and checkpoint.
    package struct Record: Sendable {
        /// The trial.
        package let trial: SweepTrial
        /// Steps done.
        package let steps: Int
        /// The certificate; `nil` where there is no map.
        package let certificate: Certificate?
        /// Why there is no map.
        package let failure: String?
        /// Time that the trial took.
        package let seconds: Double

        /// The floor ratio; infinite where there is no map.
        package var score: Double { certificate?.floorRatio ?? .infinity }
    }

    /// The trials that have ended.
    ///
    /// - Throws: `FileError`.
    package func records() throws -> [Record] {
        let sql =
            "SELECT configuration, seed, rung, steps, certificate, failure, seconds FROM trial ORDER BY 1, 2, 3"
        return try naming {
            try queue.read { try Row.fetchAll($0, sql: sql) }.map { row in
                let certificate: String? = row["certificate"]
                return Record(
                    trial: SweepTrial(
                        configuration: row["configuration"], seed: UInt64(bitPattern: row["seed"] as Int64),
                        rung: row["rung"]),
                    steps: row["steps"],
                    certificate: try certificate.map {
                        try JSONDecoder().decode(Certificate.self, from: Data($0.utf8))
                    },
                    failure: row["failure"], seconds: row["seconds"])
            }
        }
    }

    /// Where the training of a trial stands from the rung below; `nil` where there is none.
    ///
    /// - Throws: `FileError`.
    func checkpoint(before trial: SweepTrial) throws -> Data? {
        guard trial.rung > 0 else { return nil }
        return try naming {
            try queue.read {
                try Data.fetchOne(
                    $0, sql: "SELECT checkpoint FROM trial WHERE configuration = ? AND seed = ? AND rung = ?",
                    arguments: [trial.configuration, Int64(bitPattern: trial.seed), trial.rung - 1])
            }
        }
    }

    /// Adds a trial that has ended; the checkpoint that it began from goes, since no other needs it.
    ///
    /// - Throws: `FileError`, such as for a full disk; the file is then as it was.
    func add(_ outcome: SweepOutcome) throws {
        let trial = outcome.trial
        let key: StatementArguments = [trial.configuration, Int64(bitPattern: trial.seed), trial.rung]
        let certificate = try outcome.certificate.map {
            String(decoding: try JSONEncoder.readable.encode($0), as: UTF8.self)
        }
        try naming {
            try queue.write { database in
                try database.execute(
                    sql: """
                        INSERT INTO trial (configuration, seed, rung, steps, floorRatio, pValue, certificate, history,
                            seconds, failure, checkpoint) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """,
                    arguments: key + [
                        outcome.steps, outcome.certificate?.floorRatio, outcome.certificate?.pValue,
                        certificate,
                        outcome.history, outcome.seconds, outcome.failure, outcome.checkpoint,
                    ])
                try database.execute(
                    sql:
                        "UPDATE trial SET checkpoint = NULL WHERE configuration = ? AND seed = ? AND rung = ? - 1",
                    arguments: key)
            }
        }
    }
}
