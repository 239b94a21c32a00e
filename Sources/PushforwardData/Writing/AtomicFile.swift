import SystemPackage

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A file that is written under a temporary name beside its own and renamed when it is whole and on the disk, so that a
/// reader never sees half of it, whatever moment the program or the machine ends at. One that is not committed leaves
/// nothing. Devices and pipes are written to as they are.
final class AtomicFile {
    /// Where to write, at first the temporary file's first byte.
    let descriptor: FileDescriptor
    private let path: String
    /// `nil` of devices and pipes, and once the file has its name.
    private var temporary: FilePath?

    /// Opens the temporary file.
    ///
    /// - Throws: ``FileError``.
    init(_ path: String) throws {
        let temporary = AtomicFile.isReplaceable(path) ? FilePath(temporaryName(beside: path)) : nil
        descriptor = try FileError.naming(path) {
            guard let temporary else {
                return try FileDescriptor.open(path, .writeOnly, options: .closeOnExec)
            }
            return try FileDescriptor.open(
                temporary, .writeOnly, options: [.create, .truncate, .closeOnExec],
                permissions: FilePermissions(rawValue: 0o666))
        }
        self.path = path
        self.temporary = temporary
    }

    deinit {
        try? descriptor.close()
        temporary?.removeFile()
    }

    /// Whether there is nothing of this name, or a file; a folder is refused when it would be replaced.
    private static func isReplaceable(_ path: String) -> Bool {
        guard let type = try? FilePath(path).stat().type else { return true }
        return type == .regular || type == .directory
    }

    /// Gives the file its name, in the place of a file that had it.
    ///
    /// - Throws: ``FileError``.
    func commit() throws {
        guard let temporary else { return }
        try FileError.naming(path) {
            try descriptor.synchronize()
            try temporary.move(to: FilePath(path))
        }
        self.temporary = nil
    }
}

/// The name under which this process writes a file or folder before that has its own.
func temporaryName(beside path: String) -> String {
    "\(path).\(ProcessInfo.processInfo.processIdentifier)\(temporaryEnding)"
}

/// How the temporary names of files and folders end, by which what a killed program left is known.
package let temporaryEnding = ".part"
