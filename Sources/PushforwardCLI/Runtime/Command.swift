import ArgumentParser
import Pushforward
import PushforwardPaper

/// The command `pushforward`.
@main
struct Command: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pushforward",
        abstract: "Learn a map that pushes one distribution onto another, and measure how well it does.",
        subcommands: [
            FitCommand.self, TestCommand.self, DistanceCommand.self, SampleCommand.self, PushCommand.self,
            ExportCommand.self, SketchCommand.self, SweepCommand.self, DistributionsCommand.self,
            PaperCommand.self,
        ])

    /// Runs the command of the arguments.
    ///
    /// An error becomes one line on standard error. It ends `test` and `distance`, whose statuses 0 and 1 are answers,
    /// with status 2, and other commands with ``status(of:)``.
    static func main() async {
        do {
            var command = try parseAsRoot()
            // Rank 0 alone runs a command that ranks do not share.
            let isDistributed =
                command is SweepCommand || command is TestCommand || command is DistanceCommand
                || command is FitCommand
            if !isDistributed && !Ranks.isFirst { return Ranks.end() }
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            Ranks.end()
        } catch let error as ExitCode {
            Ranks.end()
            exit(withError: error)
        } catch {
            if exitCode(for: error) == .success { exit(withError: error) }  // Help and version.
            let isComparison = ["test", "distance"].contains(subcommandName)
            fail(line(for: error), status: isComparison ? 2 : status(of: error))
        }
    }

    /// The name of the subcommand among the arguments, if it is the first that is not an option.
    private static var subcommandName: String? {
        let first = CommandLine.arguments.dropFirst().first { !$0.hasPrefix("-") }
        return configuration.subcommands.contains { $0.configuration.commandName == first } ? first : nil
    }

    /// The status of sysexits for an error: 64 wrong arguments, 65 wrong or missing data, 70 a failed computation, 73 a file
    /// or folder that can't be used.
    private static func status(of error: any Error) -> Int32 {
        switch error {
        case is PlanError, is UnknownDistribution: 64
        case is ReadingError, is SketchError, is TransportError, is GatheringError: 65
        case is FileError: 73
        default: exitCode(for: error) == .validationFailure ? 64 : 70
        }
    }

    /// An error in one line. Wrong arguments also name the help to read.
    private static func line(for error: any Error) -> String {
        guard exitCode(for: error) == .validationFailure else { return "\(error)" }
        let lines = message(for: error).split(whereSeparator: \.isNewline)
        // A list of choices has a choice per line.
        let choices = lines.filter { $0.hasPrefix("  - ") }.map { $0.dropFirst(4) }.joined(separator: ", ")
        let others = lines.filter { !$0.hasPrefix("  - ") }.map(String.init)
        var line = (others + (choices.isEmpty ? [] : [choices])).joined(separator: " ")
        if line.hasSuffix(".") { line.removeLast() }
        let command = ["pushforward", subcommandName].compactMap(\.self).joined(separator: " ")
        return "\(line) (see '\(command) --help')"
    }

    /// Ends the program with one line on standard error. Rank 0 speaks for all ranks. Another rank, which may be the only
    /// one that failed, waits first, so that rank 0 can speak.
    private static func fail(_ line: String, status: Int32) -> Never {
        if !Ranks.isFirst { Terminal.wait(seconds: 2) }
        Terminal.write("pushforward: \(line)\n")
        Ranks.abort(status: status)
        Terminal.end(status: status)
    }
}
