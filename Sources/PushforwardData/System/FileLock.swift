import SystemPackage

/// A file that this program alone writes, for as long as this object lives and however the program ends.
package final class FileLock: Sendable {
    private let descriptor: FileDescriptor

    /// Locks a file, and makes it where there is none; `nil` where another program has locked it.
    ///
    /// - Throws: ``FileError`` where it can't be written.
    package init?(_ path: String) throws {
        descriptor = try FileError.naming(path, "can't be opened to write") {
            try FileDescriptor.open(
                path, .readWrite, options: [.create, .closeOnExec],
                permissions: FilePermissions(rawValue: 0o644))
        }
        if !descriptor.lockIfFree() { return nil }
    }

    deinit { try? descriptor.close() }
}
