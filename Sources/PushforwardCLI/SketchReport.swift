import ArgumentParser
import Pushforward

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

/// The sketches of two samples, by what a user names them.
struct SketchSides {
    let names: (first: String, second: String)
    let first: [SketchFile]
    let second: [SketchFile]

    /// Two arguments are a side each: a pattern, a folder or a file. More are files of two folders.
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
                    "--sketches takes two patterns in quotes, two folders, or files of two folders; these are "
                        + "\(arguments.count) files of \(folders.count).")
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
                        "expected the range and bandwidths of \(path), found others (sketch with --like \(path))"
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

    /// The sketches that a pattern, a folder or a path stands for, in the order of their names.
    private static func paths(_ name: String) throws -> [String] {
        var isFolder = false
        let exists = FileManager.default.fileExists(atPath: name, isDirectory: &isFolder)
        if exists && !isFolder { return [name] }
        var found = glob_t()
        defer { globfree(&found) }
        let pattern = exists ? name + "/*.sketch" : name
        guard glob(pattern, 0, nil, &found) == 0 else {
            throw FileError(
                path: name, reason: exists ? "holds no files that end with .sketch" : "no such file")
        }
        return (0..<Int(found.gl_pathc)).map { String(cString: found.gl_pathv[$0]!) }
    }
}

/// The outcome of `pushforward test --sketches`, as text and as JSON.
struct SketchReport {
    private let sides: SketchSides
    private let test: TwoSampleTest
    private let alpha: Double
    private let seed: UInt64
    private let outcome: TwoSampleTest.Outcome

    /// Tests the two sides.
    ///
    /// - Throws: `SketchError`.
    init(_ sides: SketchSides, test: TwoSampleTest, alpha: Double, seed: UInt64) throws {
        self.sides = sides
        self.test = test
        self.alpha = alpha
        self.seed = seed
        var random = RandomStream(seed: seed, purpose: "two-sample test")
        outcome = try test(sides.first.map(\.sketch), sides.second.map(\.sketch), using: &random)
    }

    var isDifferent: Bool { outcome.pValue <= alpha }

    private var rows: [Int] { [sides.first, sides.second].map { $0.reduce(0) { $0 + $1.sketch.rows } } }

    var text: String {
        func side(_ name: String, _ files: [SketchFile], _ rows: Int) -> String {
            "\(name): \(TestReport.grouped(rows)) rows in \(files.count) sketch\(files.count == 1 ? "" : "es")"
        }
        let heading =
            side(sides.names.first, sides.first, rows[0]) + "; "
            + side(sides.names.second, sides.second, rows[1])
        return ([heading, ""] + OutcomeText(outcome, test: test, alpha: alpha, seed: seed).lines)
            .joined(separator: "\n")
    }

    private struct Document: Encodable {
        let sides: [String]
        let sketches: [Int]
        let rows: [Int]
        let statisticValue: Double
        let terms: [TwoSampleTest.Term]
        let pValue: Double
        let monteCarloError: Double
        let permutations: Int
        let isExact: Bool
        let bins: [Int]
        let binSize: Int
        let alpha: Double
        let seed: UInt64
        let differenceFound: Bool
    }

    func json() throws -> String {
        try TestReport.json(
            Document(
                sides: [sides.names.first, sides.names.second],
                sketches: [sides.first.count, sides.second.count],
                rows: rows, statisticValue: outcome.statistic, terms: outcome.terms, pValue: outcome.pValue,
                monteCarloError: outcome.monteCarloError, permutations: outcome.permutations,
                isExact: outcome.isComplete, bins: outcome.bins, binSize: outcome.binSize, alpha: alpha,
                seed: seed,
                differenceFound: isDifferent))
    }
}
