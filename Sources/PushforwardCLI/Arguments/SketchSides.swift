import ArgumentParser
import Pushforward

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The sketches of two samples, as the user names them.
struct SketchSides {
    let names: (first: String, second: String)
    let first: [SketchFile]
    let second: [SketchFile]

    /// Two arguments are one side each: a pattern, a folder or a file. More arguments are files of two folders.
    ///
    /// - Throws: `ValidationError`, `ReadingError`, `FileError`.
    init(_ arguments: [String]) throws {
        let sides: [(name: String, paths: [String])]
        if arguments.count == 2 {
            sides = try arguments.map { ($0, try SketchSides.paths($0)) }
        } else {
            func folder(_ path: String) -> String {
                path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
            }
            var folders: [String] = []
            for path in arguments where !folders.contains(folder(path)) { folders.append(folder(path)) }
            guard folders.count == 2 else {
                throw ValidationError(
                    "--sketches needs two patterns in quotes, two folders, or files in two folders, not "
                        + "\(arguments.count) files in \(folders.count).")
            }
            sides = folders.map { name in (name, arguments.filter { folder($0) == name }) }
        }
        names = (sides[0].name, sides[1].name)
        first = try sides[0].paths.map(SketchFile.init(contentsOf:))
        second = try sides[1].paths.map(SketchFile.init(contentsOf:))
        try check(zip(sides[0].paths + sides[1].paths, first + second).map { ($0, $1) })
    }

    private func check(_ files: [(path: String, file: SketchFile)]) throws {
        let (path, file) = files[0]
        for (other, found) in files.dropFirst() {
            if found.sketch.geometry != file.sketch.geometry {
                throw ReadingError(
                    path: other,
                    reason:
                        "expected the range and bandwidths of \(path), found others; sketch with --like \(path)"
                )
            }
            if found.columns != file.columns {
                throw ReadingError(
                    path: other,
                    reason: "expected the columns \(file.columns.joined(separator: ", ")) of \(path), found "
                        + found.columns.joined(separator: ", "))
            }
        }
    }

    /// The sketches that match a pattern, lie in a folder or have a path, in the order of their names.
    private static func paths(_ name: String) throws -> [String] {
        var isFolder = false
        let exists = FileManager.default.fileExists(atPath: name, isDirectory: &isFolder)
        guard exists && isFolder else { return exists ? [name] : try filePaths(matching: name) }
        do {
            return try filePaths(matching: name + "/*.sketch")
        } catch {
            throw FileError(path: name, reason: "the folder has no file that ends in .sketch")
        }
    }
}

extension SketchSides {
    /// Tests the two sides.
    ///
    /// - Throws: `SketchError`.
    func report(_ test: TwoSampleTest, alpha: Double, seed: UInt64) throws -> TestReport {
        var random = RandomStream(seed: seed, purpose: "two-sample test")
        let outcome = try test(first.map(\.sketch), second.map(\.sketch), using: &random)
        let rows = [first, second].map { side in side.reduce(0) { $0 + $1.sketch.rows } }
        return TestReport(
            outcome,
            of: PairDescription(paths: [names.first, names.second], rows: rows, columns: first[0].columns),
            test: test, alpha: alpha, seed: seed)
    }
}
