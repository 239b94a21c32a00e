import SystemPackage

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

// The calls on files that swift-system does not have.

extension FileDescriptor {
    /// Waits until what was written is on the disk.
    func synchronize() throws(Errno) {
        if fsync(rawValue) != 0 { throw Errno(rawValue: errno) }
    }

    /// Locks the file for as long as it is open here; false where another program has locked it.
    func lockIfFree() -> Bool { flock(rawValue, LOCK_EX | LOCK_NB) == 0 }
}

extension FilePath {
    /// Gives a file or folder another name on the same disk, in the place of a file or an empty folder of that name.
    func move(to other: FilePath) throws(Errno) {
        let code = withPlatformString { old in
            other.withPlatformString { new in rename(old, new) == 0 ? 0 : errno }
        }
        if code != 0 { throw Errno(rawValue: code) }
    }

    /// Removes a file where there is one.
    func removeFile() { _ = withPlatformString { unlink($0) } }
}

extension POSIXError {
    /// The reason as all errors of files say it.
    var words: String { Errno(rawValue: code.rawValue).words }
}
