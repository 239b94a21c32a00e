import SystemPackage

extension Errno {
    /// What went wrong, in words that a message can end with.
    var words: String {
        switch self {
        case .noSuchFileOrDirectory: "no such file or folder"
        case .permissionDenied, .notPermitted: "permission denied"
        case .noSpace: "no space left"
        case .fileExists: "a file of this name is in the way"
        case .readOnlyFileSystem: "the volume is read-only"
        default: description.lowercased()
        }
    }
}

extension FileError {
    /// Does work on a file; an `Errno` that it throws becomes an error that names the file and what can't be done.
    static func naming<Result>(
        _ path: String, _ problem: String = "can't be written", _ work: () throws -> Result
    ) throws -> Result {
        do {
            return try work()
        } catch let error as Errno {
            throw FileError(path: path, reason: "\(problem) (\(error.words))")
        }
    }
}
