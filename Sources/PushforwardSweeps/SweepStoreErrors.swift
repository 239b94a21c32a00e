import GRDB
import Pushforward

extension SweepStore {
    /// Does work on the file, whose errors then name it.
    func naming<Result>(_ work: () throws -> Result) throws -> Result {
        try SweepStore.naming(path, work)
    }

    static func naming<Result>(_ path: String, _ work: () throws -> Result) throws -> Result {
        do {
            return try work()
        } catch let error as DatabaseError {
            throw fileError(error, path)
        }
    }

    /// An error of SQLite as one that names the file.
    static func fileError(_ error: any Error, _ path: String) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        switch error.resultCode {
        case .SQLITE_FULL:
            return FileError(
                path: path, reason: "no space left; what is in it is whole, and the sweep can be resumed")
        case .SQLITE_NOTADB:
            return ReadingError(path: path, reason: "expected the file of a sweep, found none")
        default:
            return FileError(
                path: path, reason: error.message ?? "error \(error.resultCode.rawValue) of SQLite")
        }
    }
}
