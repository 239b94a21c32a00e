import ArgumentParser
import Foundation
import PushforwardRuns

/// The program that serves a fit's page, which lives in a package of its own so that nobody who needs no page builds it.
enum LiveServer {
    private static let program = "pushforward-live"

    /// - Throws: `ValidationError` where the program is not there.
    @discardableResult
    static func requireProgram() throws -> String {
        guard let path = location else {
            throw ValidationError(
                "--live needs the program '\(program)' on the PATH or beside pushforward; "
                    + "'swift build -c release --package-path LiveView' makes it.")
        }
        return path
    }

    /// Starts the server for a folder; it prints the page's address to standard error, and ends after this process.
    ///
    /// - Throws: `ValidationError` where the program is not there.
    static func start(folder: String) throws {
        let path = try requireProgram()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = [folder, "--parent", "\(ProcessInfo.processInfo.processIdentifier)"]
        process.standardInput = FileHandle.nullDevice
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        // The one line that it prints, once the page can be opened; nothing where it has failed and said why.
        let address = output.fileHandleForReading.availableData
        guard !address.isEmpty else { throw ExitCode(69) }
        Terminal.write(String(decoding: address, as: UTF8.self))
    }

    private static var location: String? {
        let own = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path
        let search = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":").map(String.init) ?? []
        return ([own] + search).map { $0 + "/" + program }.first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
    }
}
