import ArgumentParser
import Pushforward
import PushforwardPaper

/// The command `pushforward`.
@main
struct Command: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pushforward",
        abstract: "Learn a map that pushes one distribution onto another, and prove that it did.",
        subcommands: [
            FitCommand.self, TestCommand.self, DistanceCommand.self, SampleCommand.self, PushCommand.self,
            ExportCommand.self, SketchCommand.self, SweepCommand.self, DistributionsCommand.self,
            PaperCommand.self,
        ])

    /// Errors become one line on standard error. `test` and `distance`, whose statuses are answers, end with 2 then; the
    /// others with a status of sysexits.
    static func main() async {
        let isComparison =
            CommandLine.arguments.dropFirst().first { !$0.hasPrefix("-") }
            .map { ["test", "distance"].contains($0) } ?? false
        func fail(_ error: any Error, status: Int32) -> Never {
            Command.fail("\(error)", status: isComparison ? 2 : status)
        }
        do {
            var command = try parseAsRoot()
            // What ranks do not share, the first one does.
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
        } catch let error as ReadingError {
            fail(error, status: 65)
        } catch let error as TrainingError {
            fail(error, status: 70)
        } catch let error as SketchError {
            fail(error, status: 65)
        } catch let error as GatheringError {
            fail(error, status: 65)
        } catch let error as FileError {
            fail(error, status: 73)
        } catch let error as PlanError {
            fail(error, status: 64)
        } catch let error as UnknownDistribution {
            fail(error, status: 64)
        } catch {
            // Help and version are no failures; a wrong argument is one line.
            guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
            let line = message(for: error).split(separator: "\n").joined(separator: " ")
            Command.fail("\(line) (see 'pushforward --help')", status: isComparison ? 2 : 64)
        }
    }

    /// Ends the program with one line on standard error. Of several ranks the first speaks for all; another, which may be
    /// the only one that failed, does so when the first has had the time.
    private static func fail(_ line: String, status: Int32) -> Never {
        if !Ranks.isFirst { Terminal.wait(seconds: 2) }
        Terminal.write("pushforward: \(line)\n")
        Ranks.abort(status: status)
        Terminal.end(status: status)
    }
}
