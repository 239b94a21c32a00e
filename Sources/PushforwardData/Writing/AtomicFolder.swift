import SystemPackage

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Makes a folder under a temporary name beside its own, fills it and renames it, so that there is never half of it. An
/// empty folder of the name is replaced.
///
/// - Parameters:
///   - path: The folder.
///   - fill: Writes the contents into the folder of the given name.
/// - Throws: ``FileError``, also where the folder is there and not empty; whatever `fill` throws.
package func makeFolderAtomically(_ path: String, fill: (_ temporary: String) throws -> Void) throws {
    let temporary = temporaryName(beside: path)
    try? FileManager.default.removeItem(atPath: temporary)
    do {
        try makeFolder(temporary)
        try fill(temporary)
        try FileError.naming(path, "the folder can't be made") {
            try FilePath(temporary).move(to: FilePath(path))
        }
    } catch {
        try? FileManager.default.removeItem(atPath: temporary)
        throw error
    }
}
