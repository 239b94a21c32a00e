import GRDB
import Pushforward
package import PushforwardRuns

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension SweepStore {
    private static let format = "pushforward sweep 1"

    static let schema = """
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

    /// Makes the tables, with the sweep and its configurations in them.
    func create(_ plan: SweepPlan, _ reading: FitReading) throws {
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

    /// The file with which the sweep was begun, and how data files are read.
    ///
    /// - Throws: `ReadingError`, `FileError`.
    package func header() throws -> (plan: String, reading: FitReading) {
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
}
