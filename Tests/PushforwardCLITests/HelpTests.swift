import Foundation
import Testing

/// The help of every command, as recorded in the folder `Help`. A changed help fails until it is recorded again:
///
///     PUSHFORWARD_RECORD_HELP=1 swift test --filter HelpTests
///
/// Then read the difference in `git diff` as a user would.
struct HelpTests {
    private static let isRecording = ProcessInfo.processInfo.environment["PUSHFORWARD_RECORD_HELP"] != nil
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(
        path: "Help")
    static let commands = [
        "fit", "test", "distance", "sample", "push", "export", "sketch", "sweep", "distributions", "paper",
    ]

    private let program: Program

    init() throws { program = try Program() }

    @Test func theListOfCommandsIsComplete() async throws {
        let help = try await program.run(["--help"]).output
        let list = try #require(
            help.components(separatedBy: "SUBCOMMANDS:\n").last?
                .components(separatedBy: "\n\n").first)
        let names = list.split(separator: "\n").filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
            .compactMap { $0.split(separator: " ").first.map(String.init) }
        #expect(names == HelpTests.commands)
    }

    @Test func theRootIsAsRecorded() async throws {
        try compare(await program.run(["--help"]), file: "pushforward.txt")
    }

    @Test func noArgumentPrintsTheRoot() async throws {
        let (bare, help) = try await (program.run([]), program.run(["--help"]))
        #expect(bare.status == 0 && bare.output == help.output && bare.errors.isEmpty)
    }

    @Test(arguments: commands) func aCommandIsAsRecorded(_ name: String) async throws {
        try compare(await program.run([name, "--help"]), file: "\(name).txt")
    }

    @Test(arguments: commands) func theHelpHasAnExample(_ name: String) async throws {
        let help = try await program.run(["help", name])
        #expect(help.status == 0 && help.output.contains("pushforward \(name)"))
    }

    private func compare(_ help: Program.Outcome, file: String) throws {
        #expect(help.status == 0 && help.errors.isEmpty)
        let recorded = HelpTests.folder.appending(path: file)
        if HelpTests.isRecording { try help.output.write(to: recorded, atomically: true, encoding: .utf8) }
        #expect(
            try help.output == String(contentsOf: recorded, encoding: .utf8),
            "record it with PUSHFORWARD_RECORD_HELP=1 swift test --filter HelpTests")
    }
}
