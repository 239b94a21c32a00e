import GRDB
import Pushforward
import PushforwardRuns

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The SQLite file of a sweep: its plan, its configurations, and every trial that has ended with certificate, history and
/// checkpoint.
///
/// A trial is in the file wholly or not at all, whatever moment the program or the machine ends at. Any number of readers
/// may look at the file while it grows; a second writer is refused.
///
///     sweep          plan (the sweep's file), reading (how data files are read)
///     configuration  id, settings (JSON: key to value)
///     trial          configuration, seed, rung, steps, floorRatio, pValue, certificate (JSON), history (CSV), seconds,
///                    failure, checkpoint; one row each (configuration, seed, rung)
///     ranking        a view: configurations by their mean floor ratio at the highest rung they reached
public final class SweepStore: Sendable {
    /// The file.
    public let path: String
    private let queue: DatabaseQueue
    /// Open as long as the store is, and locked where it may be written; `nil` for readers.
    private let lock: Int32?
    private static let format = "pushforward sweep 1"

    private init(_ path: String, isReadOnly: Bool, lock: Int32?, pageLimit: Int?) throws {
        self.path = path
        self.lock = lock
        var configuration = Configuration()
        configuration.readonly = isReadOnly
        // A reader's query may hold a writer up, never make it fail.
        configuration.busyMode = .timeout(60)
        if let pageLimit {
            configuration.prepareDatabase { try $0.execute(sql: "PRAGMA max_page_count = \(pageLimit)") }
        }
        queue = try SweepStore.naming(path) { try DatabaseQueue(path: path, configuration: configuration) }
    }

    deinit {
        try? queue.close()
        if let lock { close(lock) }
    }

    // MARK: Opening

    /// Opens a sweep's file to write to, and makes it where there is none.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - plan: The sweep; if the file exists, it must be the one that the file began with.
    ///   - reading: How data files are read.
    ///   - pageLimit: Most pages of the file, as if the disk were full beyond; for tests.
    /// - Throws: `FileError`, `ReadingError`.
    public static func open(
        _ path: String, plan: SweepPlan, reading: FitReading, pageLimit: Int? = nil
    ) throws -> SweepStore {
        let lock = try lockedFile(path)
        let store = try SweepStore(path, isReadOnly: false, lock: lock, pageLimit: pageLimit)
        try store.begin(plan, reading)
        return store
    }

    /// Opens a sweep's file to read from.
    ///
    /// - Throws: `FileError`, `ReadingError` where it holds no sweep.
    public static func read(_ path: String) throws -> SweepStore {
        guard FileManager.default.fileExists(atPath: path) else {
            throw FileError(path: path, reason: "no such file")
        }
        let store = try SweepStore(path, isReadOnly: true, lock: nil, pageLimit: nil)
        _ = try store.header()
        return store
    }

    /// A descriptor that no other program has locked. The lock ends with the program, however that ends.
    private static func lockedFile(_ path: String) throws -> Int32 {
        let descriptor = openedToWrite(path)
        guard descriptor >= 0 else {
            throw FileError(
                path: path, reason: "can't be opened for writing (\(String(cString: strerror(errno))))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw FileError(path: path, reason: "another program is writing this sweep")
        }
        return descriptor
    }

    private func begin(_ plan: SweepPlan, _ reading: FitReading) throws {
        let isNew = try naming {
            try queue.read {
                try !$0.tableExists("sweep")
                    && Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_master") == 0
            }
        }
        if isNew { return try create(plan, reading) }
        let found = try header()
        guard found.plan == plan.text, found.reading == reading else {
            throw FileError(
                path: path,
                reason: "has another sweep; name another --output, or resume with the plan that it began with"
            )
        }
    }

    private func create(_ plan: SweepPlan, _ reading: FitReading) throws {
        let configurations = plan.configurations
        let reading = try JSONEncoder.readable.encode(reading)
        try naming {
            try queue.write { database in
                try database.execute(sql: SweepStore.schema)
                try database.execute(
                    sql: "INSERT INTO sweep (format, plan, reading) VALUES (?, ?, ?)",
                    arguments: [SweepStore.format, plan.text, String(decoding: reading, as: UTF8.self)])
                for (id, settings) in configurations.enumerated() {
                    let pairs = zip(plan.parameters.map(\.key), settings)
                    let encoder = JSONEncoder()
                    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
                    let json = try encoder.encode(Dictionary(uniqueKeysWithValues: Array(pairs)))
                    try database.execute(
                        sql: "INSERT INTO configuration (id, settings) VALUES (?, ?)",
                        arguments: [id, String(decoding: json, as: UTF8.self)])
                }
            }
        }
    }

    private static let schema = """
        CREATE TABLE sweep (format TEXT NOT NULL, plan TEXT NOT NULL, reading TEXT NOT NULL);
        CREATE TABLE configuration (id INTEGER PRIMARY KEY, settings TEXT NOT NULL);
        CREATE TABLE trial (
            configuration INTEGER NOT NULL REFERENCES configuration (id), seed INTEGER NOT NULL,
            rung INTEGER NOT NULL, steps INTEGER NOT NULL, floorRatio REAL, pValue REAL, certificate TEXT,
            history TEXT NOT NULL, seconds REAL NOT NULL, failure TEXT, checkpoint BLOB,
            PRIMARY KEY (configuration, seed, rung));
        CREATE VIEW ranking AS
            SELECT configuration, rung, count(*) AS seeds, avg(floorRatio) AS floorRatio, settings
            FROM trial AS t JOIN configuration ON configuration.id = t.configuration
            WHERE rung = (SELECT max(rung) FROM trial WHERE configuration = t.configuration)
            GROUP BY configuration HAVING count(floorRatio) = count(*)
            ORDER BY rung DESC, floorRatio;
        """

    // MARK: Contents

    /// The file that the sweep began with, and how data files are read.
    ///
    /// - Throws: `ReadingError`, `FileError`.
    public func header() throws -> (plan: String, reading: FitReading) {
        let row: Row?
        do {
            row = try queue.read { try Row.fetchOne($0, sql: "SELECT * FROM sweep") }
        } catch let error as DatabaseError where [.SQLITE_NOTADB, .SQLITE_ERROR].contains(error.resultCode) {
            row = nil
        } catch {
            throw SweepStore.fileError(error, path)
        }
        guard let row, row["format"] == SweepStore.format, let plan: String = row["plan"],
            let text: String = row["reading"],
            let reading = try? JSONDecoder().decode(FitReading.self, from: Data(text.utf8))
        else { throw ReadingError(path: path, reason: "expected the file of a sweep, found none") }
        return (plan, reading)
    }

    /// A trial that has ended, without history and checkpoint.
    public struct Record: Sendable {
        /// The trial.
        public let trial: SweepTrial
        /// Steps done.
        public let steps: Int
        /// The certificate; `nil` where there is no map.
        public let certificate: Certificate?
        /// Why there is no map.
        public let failure: String?
        /// Time that the trial took.
        public let seconds: Double

        /// The floor ratio; infinite where there is no map.
        public var score: Double { certificate?.floorRatio ?? .infinity }
    }

    /// The trials that have ended.
    ///
    /// - Throws: `FileError`.
    public func records() throws -> [Record] {
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

    /// The checkpoint of a trial from the rung below; `nil` if there is none.
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

    // MARK: Errors

    private func naming<Result>(_ work: () throws -> Result) throws -> Result {
        try SweepStore.naming(path, work)
    }

    private static func naming<Result>(_ path: String, _ work: () throws -> Result) throws -> Result {
        do {
            return try work()
        } catch let error as DatabaseError {
            throw fileError(error, path)
        }
    }

    private static func fileError(_ error: any Error, _ path: String) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        switch error.resultCode {
        case .SQLITE_FULL:
            return FileError(
                path: path, reason: "no space left; the file is intact, and the sweep can be resumed")
        case .SQLITE_NOTADB:
            return ReadingError(path: path, reason: "expected the file of a sweep, found none")
        default:
            return FileError(
                path: path, reason: error.message ?? "error \(error.resultCode.rawValue) of SQLite")
        }
    }
}

/// The system's `open`, which `SweepStore.open` would hide.
private func openedToWrite(_ path: String) -> Int32 { open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644) }
