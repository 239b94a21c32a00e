import Foundation
import Testing

/// The built program `pushforward`, which runs in a temporary folder of input files.
final class Program: Sendable {
    /// The folder in which the program runs, so that its messages name files by relative paths.
    let folder: URL

    /// Makes a folder with the given files, by name; names with slashes make folders.
    init(files: [String: String] = [:]) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "pushforward-\(UUID().uuidString)")
        for (name, text) in files {
            let file = folder.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// What one run gave.
    struct Outcome {
        let status: Int32
        let output: String
        let errors: String
    }

    /// Runs the program with the given arguments, with a file of the folder as its standard input.
    ///
    /// Both outputs go to files, so no full pipe can block the program.
    func run(_ arguments: [String], input: String? = nil) async throws -> Outcome {
        let streams = folder.appending(path: ".streams-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: streams, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: streams) }
        let (output, errors) = (streams.appending(path: "output"), streams.appending(path: "errors"))
        let process = Process()
        process.executableURL = try Program.executable()
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = ProcessInfo.processInfo.environment.merging(["COLUMNS": "80"]) { $1 }
        process.standardInput =
            try input.map { try FileHandle(forReadingFrom: folder.appending(path: $0)) }
            ?? FileHandle.nullDevice
        process.standardOutput = try Program.writing(to: output)
        process.standardError = try Program.writing(to: errors)
        let status = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        return Outcome(
            status: status, output: try String(contentsOf: output, encoding: .utf8),
            errors: try String(contentsOf: errors, encoding: .utf8))
    }

    private static func writing(to file: URL) throws -> FileHandle {
        try Data().write(to: file)
        return try FileHandle(forWritingTo: file)
    }

    /// The program lies in the build folder, as the tests do: beside their executable, or beside their bundle.
    private static func executable() throws -> URL {
        let tests = Bundle.allBundles.map(\.bundleURL).filter { $0.pathExtension == "xctest" }
        let places = (tests + [URL(fileURLWithPath: CommandLine.arguments[0])]).map {
            $0.deletingLastPathComponent().appending(path: "pushforward")
        }
        return try #require(places.first { FileManager.default.isExecutableFile(atPath: $0.path) })
    }
}
