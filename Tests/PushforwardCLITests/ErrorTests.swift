import Testing

/// Each kind of error that a user can cause: its status, and its one line on standard error.
struct ErrorTests {
    /// Arguments in one text, separated by blanks, with the expected status and line.
    struct Case: CustomTestStringConvertible, Sendable {
        let arguments: [String]
        let status: Int32
        let line: String
        var testDescription: String { arguments.joined(separator: " ") }

        init(_ arguments: String, _ status: Int32, _ line: String) {
            self.arguments = arguments.split(separator: " ").map { $0 == "''" ? "" : String($0) }
            self.status = status
            self.line = line
        }
    }

    private let program: Program

    init() throws { program = try Program(files: Fixture.files) }

    @Test(arguments: argumentErrors) func wrongArgumentsAreOneLine(_ wrong: Case) async throws {
        try await expect(wrong, hint: true)
    }

    @Test(arguments: dataErrors) func wrongDataAreOneLine(_ wrong: Case) async throws {
        try await expect(wrong, hint: false)
    }

    @Test(arguments: planErrors) func wrongPlansAreOneLine(_ wrong: Case) async throws {
        try await expect(wrong, hint: false)
    }

    @Test(arguments: fileErrors) func wrongFilesAreOneLine(_ wrong: Case) async throws {
        try await expect(wrong, hint: false)
    }

    /// Errors of arguments end with the help to read.
    private func expect(_ wrong: Case, hint: Bool) async throws {
        let outcome = try await program.run(wrong.arguments)
        let name = wrong.arguments[0] == "frobnicate" ? "" : " " + wrong.arguments[0]
        let end = hint ? " (see 'pushforward\(name) --help')\n" : "\n"
        #expect(outcome.errors == "pushforward: " + wrong.line + end)
        #expect(outcome.status == wrong.status)
        #expect(outcome.output.isEmpty)
    }
}
