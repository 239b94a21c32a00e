import ArgumentParser
import Pushforward
import PushforwardExperiments

/// The command `pushforward`.
@main
struct Command: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pushforward",
        abstract: "Learn a map that pushes one distribution onto another, and prove that it did.",
        subcommands: [PaperCommand.self])

    /// Errors of the library become one line on standard error and an exit status of sysexits.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let error as FileError {
            Terminal.fail("pushforward: \(error)", status: 73)
        } catch let error as PlanError {
            Terminal.fail("pushforward: \(error)", status: 64)
        } catch let error as UnknownDistribution {
            Terminal.fail("pushforward: \(error)", status: 64)
        } catch {
            // Help and version are no failures; a wrong argument is one line.
            guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
            let line = message(for: error).split(separator: "\n").joined(separator: " ")
            Terminal.fail("pushforward: \(line) (see 'pushforward --help')", status: 64)
        }
    }
}
