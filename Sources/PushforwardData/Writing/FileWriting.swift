import SystemPackage

#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// A file or folder that could not be read or written.
public struct FileError: Error, CustomStringConvertible, Equatable {
    /// The path as the user knows it.
    public let path: String
    /// What is wrong, in words.
    public let reason: String
    /// The error in one line.
    public var description: String { "\(path): \(reason)" }

    /// A failure of the file or folder at `path`.
    public init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }
}

/// Writes a whole file under a temporary name beside it and renames it, so a reader never sees half of it.
///
/// - Throws: ``FileError``.
package func writeAtomically(_ data: Data, to path: String) throws {
    let file = try AtomicFile(path)
    try FileError.naming(path) { _ = try file.descriptor.writeAll(data) }
    try file.commit()
}

/// Writes a text as UTF-8; see ``writeAtomically(_:to:)-(Data,_)``.
package func writeAtomically(_ text: String, to path: String) throws {
    try writeAtomically(Data(text.utf8), to: path)
}

extension JSONEncoder {
    /// JSON for people: indented, keys in order.
    package static var readable: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}

/// Reads a whole file.
///
/// - Throws: ``FileError``.
package func readFile(_ path: String) throws -> Data {
    do {
        return try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
        throw FileError(path: path, reason: "can't be read (\(reasonInWords(error)))")
    }
}

/// Makes a folder, and those above it that are missing.
///
/// - Throws: ``FileError``.
package func makeFolder(_ path: String) throws {
    do {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
        throw FileError(path: path, reason: "the folder can't be made (\(reasonInWords(error)))")
    }
}

private func reasonInWords(_ error: any Error) -> String {
    guard let cocoa = error as? CocoaError else { return "\(error)" }
    switch cocoa.code {
    case .fileNoSuchFile, .fileReadNoSuchFile: return "no such file or folder"
    case .fileWriteNoPermission, .fileReadNoPermission: return "permission denied"
    case .fileWriteOutOfSpace: return "no space left"
    case .fileWriteFileExists: return "a file of this name exists"
    case .fileWriteVolumeReadOnly: return "the volume is read-only"
    default:
        guard let cause = cocoa.underlying as? POSIXError else { return "error \(cocoa.code.rawValue)" }
        return cause.words
    }
}
