import Pushforward

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The files that a pattern such as `part-*.npy` stands for, in the order of their names.
///
/// - Throws: `FileError` where there are none.
func filePaths(matching pattern: String) throws -> [String] {
    var found = glob_t()
    defer { globfree(&found) }
    guard glob(pattern, 0, nil, &found) == 0 else { throw FileError(path: pattern, reason: "no such file") }
    return (0..<Int(found.gl_pathc)).map { String(cString: found.gl_pathv[$0]!) }
}
