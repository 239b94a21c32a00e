import Foundation
import Testing

/// The statuses of commands that succeed, and what goes to which stream.
struct StatusTests {
    private let program: Program

    init() throws { program = try Program(files: Fixture.files) }

    @Test func samplesThatAgreeEndWith0() async throws {
        let outcome = try await program.run(["test", "a.csv", "b.csv", "--permutations", "199"])
        #expect(outcome.status == 0 && outcome.errors.isEmpty)
        #expect(outcome.output.contains("no difference found (level 0.05)"))
    }

    @Test func samplesThatDifferEndWith1() async throws {
        let outcome = try await program.run(["test", "a.csv", "far.csv", "--permutations", "199"])
        #expect(outcome.status == 1 && outcome.errors.isEmpty)
        #expect(outcome.output.contains("the samples differ (level 0.05)"))
    }

    @Test func jsonIsOneObject() async throws {
        for arguments in [["test", "a.csv", "b.csv"], ["distance", "a.csv", "b.csv"]] {
            let outcome = try await program.run(arguments + ["--json"])
            let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
            #expect(outcome.status == 0 && object is [String: Any])
        }
    }

    @Test func columnsAreComparedByName() async throws {
        let (sorted, swapped) = try await (
            program.run(["distance", "a.csv", "a.csv", "--json"]),
            program.run(["distance", "a.csv", "swapped.csv", "--columns", "x,y", "--json"])
        )
        #expect(sorted.status == 0 && swapped.status == 0)
        #expect(try distances(sorted.output).allSatisfy { abs($0) < 0.1 })
        let byNumber = try await program.run([
            "distance", "a.csv", "swapped.csv", "--columns", "1,2", "--json",
        ])
        #expect(try distances(byNumber.output) == distances(sorted.output))
        #expect(try distances(swapped.output) != distances(sorted.output))
    }

    private func distances(_ json: String) throws -> [Double] {
        let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
        return try #require(object?["distances"] as? [[String: Any]]).compactMap { $0["value"] as? Double }
    }

    @Test func skippedRowsAreANoticeOnStandardError() async throws {
        let outcome = try await program.run(["distance", "few.csv", "missing.csv", "--skip-missing"])
        #expect(outcome.status == 0 && !outcome.output.isEmpty)
        #expect(outcome.errors == "missing.csv: skipped 1 row with missing values\n")
    }

    @Test func standardInputIsATable() async throws {
        let (piped, named) = try await (
            program.run(["distance", "-", "b.csv", "--json"], input: "a.csv"),
            program.run(["distance", "a.csv", "b.csv", "--json"])
        )
        #expect(piped.status == 0)
        #expect(try distances(piped.output) == distances(named.output))
    }

    @Test func pointsGoToStandardOutput() async throws {
        let outcome = try await program.run(["sample", "ring", "-n", "3", "--with-header"])
        let lines = outcome.output.split(separator: "\n")
        #expect(outcome.status == 0 && outcome.errors.isEmpty && lines.count == 4 && lines[0] == "x1,x2")
    }

    /// A fit, its folder and its model through the commands that take them, and their errors.
    @Test func aFitServesTheOtherCommands() async throws {
        let fit = ["fit", "--from", "normal:2", "--to", "a.csv", "-o", "run", "-j", "1"]
        let small = ["steps=4", "batch=10"].flatMap { ["--set", "training.\($0)"] }
        let parts = ["--set", "network.hidden=[4]", "--set", "data.holdOut=10", "--set", "data.validation=0"]
        let first = try await program.run(fit + small + parts)
        #expect(first.status == 0 && first.errors.isEmpty && first.output.contains("floor ratio"))
        let model = "run/model.safetensors"
        let again = "run: already has a fit; resume it with --resume run, or name another --output"
        let other = "three.csv: expected 2 columns, the inputs of the map, found 3"
        let inverse =
            "--inverse needs a map with an exact inverse (in closed form, or affine and invertible), not "
        try await expect(fit + small + parts, 73, again)
        try await expect(["push", model, "three.csv"], 65, other)
        try await expect(
            ["push", model, "a.csv", "--inverse"], 64, inverse + "\(model) (see 'pushforward push --help')")
        try await expect(
            ["export", model, "-o", "model.txt"], 64,
            "--output must end in .onnx or .safetensors, not 'model.txt' (see 'pushforward export --help')")
        for arguments in [
            ["fit", "--resume", "run"], ["push", model, "a.csv"], ["sample", model, "-n", "5"],
            ["export", model, "-o", "model.onnx"], ["sketch", "a.csv", "-o", "a.sketch"],
        ] {
            let outcome = try await program.run(arguments)
            #expect(outcome.status == 0 && outcome.errors.isEmpty && (outcome.output.isEmpty == false))
        }
    }

    private func expect(_ arguments: [String], _ status: Int32, _ line: String) async throws {
        let outcome = try await program.run(arguments)
        #expect(outcome.errors == "pushforward: \(line)\n")
        #expect(outcome.status == status && outcome.output.isEmpty)
    }

    /// A rate that is far too high: the loss overflows.
    @Test func aLossThatDivergesEndsWith70() async throws {
        let outcome = try await program.run(
            ["fit", "--from", "normal:2", "--to", "a.csv", "-o", "run", "-j", "1", "--json"]
                + [
                    "training.steps=50", "training.batch=10", "training.learningRate=1e30",
                    "network.hidden=[4]",
                ]
                .flatMap { ["--set", $0] })
        #expect(outcome.status == 70 && outcome.output.isEmpty)
        #expect(outcome.errors.hasSuffix("is not finite; set a lower learning rate or gradient clipping\n"))
    }
}
