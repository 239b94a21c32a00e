import GRDB
import Pushforward
package import PushforwardRuns

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
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
package final class SweepStore: Sendable {
    /// The file.
    package let path: String
    let queue: DatabaseQueue
    /// `nil` for readers.
    private let lock: FileLock?

    private init(_ path: String, isReadOnly: Bool, lock: FileLock?, pageLimit: Int?) throws {
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

    deinit { try? queue.close() }

    /// Opens a sweep's file to write to, and makes it where there is none.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - plan: The sweep; if the file exists, it must be the one that the file began with.
    ///   - reading: How data files are read.
    ///   - pageLimit: Most pages of the file, as if the disk were full beyond; for tests.
    /// - Throws: `FileError`, `ReadingError`.
    package static func open(
        _ path: String, plan: SweepPlan, reading: FitReading, pageLimit: Int? = nil
    ) throws -> SweepStore {
        guard let lock = try FileLock(path) else {
            throw FileError(path: path, reason: "another program is writing this sweep")
        }
        let store = try SweepStore(path, isReadOnly: false, lock: lock, pageLimit: pageLimit)
        try store.begin(plan, reading)
        return store
    }

    /// Opens a sweep's file to read from.
    ///
    /// - Throws: `FileError`, `ReadingError` where it holds no sweep.
    package static func read(_ path: String) throws -> SweepStore {
        guard FileManager.default.fileExists(atPath: path) else {
            throw FileError(path: path, reason: "no such file")
        }
        let store = try SweepStore(path, isReadOnly: true, lock: nil, pageLimit: nil)
        _ = try store.header()
        return store
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
}
