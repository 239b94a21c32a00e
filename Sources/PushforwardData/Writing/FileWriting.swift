import SystemPackage

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A file or folder that could not be read or written.
public struct FileError: Error, CustomStringConvertible, Equatable {
    /// The path as the user knows it.
    public let path: String
    /// What is wrong, in words.
    public let reason: String
    /// The error in one line.
    public var description: String { "\(path): \(reason)" }

    /// A failure at `path`.
    public init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }
}

/// Writes a whole file under a temporary name beside it and renames it, so that a reader never sees half of it.
///
/// - Throws: ``FileError``.
public func writeAtomically(_ data: Data, to path: String) throws {
    let file = try AtomicFile(path)
    try FileError.naming(path) { _ = try file.descriptor.writeAll(data) }
    try file.commit()
}

/// Writes a text; see ``writeAtomically(_:to:)-(Data,_)``.
public func writeAtomically(_ text: String, to path: String) throws {
    try writeAtomically(Data(text.utf8), to: path)
}

extension JSONEncoder {
    /// JSON for people: indented, keys in order.
    public static var readable: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}

/// The bytes of a file.
///
/// - Throws: ``FileError``.
public func readFile(_ path: String) throws -> Data {
    do {
        return try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
        throw FileError(path: path, reason: "can't be read (\(reasonInWords(error)))")
    }
}

/// Makes a folder and those above it where they are missing.
///
/// - Throws: ``FileError``.
public func makeFolder(_ path: String) throws {
    do {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
        throw FileError(path: path, reason: "the folder can't be made (\(reasonInWords(error)))")
    }
}

private func reasonInWords(_ error: any Error) -> String {
    guard let cocoa = error as? CocoaError else { return "\(error)" }
    guard let cause = cocoa.underlying as? POSIXError else { return "error \(cocoa.code.rawValue)" }
    return Errno(rawValue: cause.code.rawValue).words
}
