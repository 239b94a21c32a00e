public import ArgumentParser
import Pushforward
import PushforwardGraphics
import PushforwardRuns

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `pushforward fit`
struct FitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fit",
        abstract: "Learn a map that pushes one distribution onto another, and certify it.",
        discussion: """
            Each side is the name of a distribution (see 'pushforward distributions') or a file of points. The dimension \
            and the number of rows choose a recipe. Change any part of it by a key of the plan: in a file (--plan) or with \
            --set. An interrupted fit resumes with --resume and gives the same bytes.

            Examples:
              pushforward fit --from normal:2 --to two-moons -o moons
              pushforward fit --from normal:4 --to measurements.csv --columns 1,2,3,4
              pushforward fit --from normal:2 --to ring --set training.steps=6000
              pushforward fit --plan moons/plan.yaml --set seed=2 -o moons-2
              pushforward fit --resume moons

            With several ranks (built with the trait MPI), which share large batches:
              mpirun -n 8 pushforward fit --plan plan.yaml --set training.batch=100000
            """)

    @Option(help: "The source of the map: a distribution or a file.")
    var from: String?

    @Option(help: "The target of the map: a distribution or a file.")
    var to: String?

    @Option(
        help: ArgumentHelp(
            "A plan as YAML; keys that it leaves out come from the recipe.", valueName: "file"))
    var plan: String?

    @Option(name: .customLong("set"), help: ArgumentHelp("Set one key of the plan.", valueName: "key=value"))
    var settings: [String] = []

    @Option(help: "The loss to minimize.")
    var loss: TrainingPlan.Distance.Kind?

    @Option(help: "Seed of all random numbers.")
    var seed: UInt64?

    @Option(name: [.short, .long], help: "Folder for the model, its history and its certificate.")
    var output = "fit"

    @Option(help: ArgumentHelp("Resume the interrupted fit of a folder.", valueName: "folder"))
    var resume: String?

    @Option(help: "Seconds between two checkpoints.")
    var saveEvery = 2.0

    @OptionGroup var input: ReadingArguments

    @Flag(help: "Show the fit on a local web page while it runs; its address goes to standard error.")
    var live = false

    @Flag(help: "Print one JSON object.")
    var json = false

    func validate() throws {
        guard saveEvery >= 0 && saveEvery < 1e6 else {
            throw ValidationError(
                "--save-every must be from 0 to 1000000 seconds, not \(NumberText.plain(saveEvery)).")
        }
        if resume != nil {
            guard from == nil, to == nil, plan == nil, settings.isEmpty, loss == nil, seed == nil else {
                throw ValidationError(
                    "--resume uses the plan of the folder; leave out --from, --to, --plan, --set, --loss and --seed."
                )
            }
        } else if plan == nil && (from == nil || to == nil) {
            throw ValidationError("Name both --from and --to, or a --plan that names them.")
        }
    }

    func run() throws {
        if let resume {
            let (folder, fit) = try FitFolder.open(resume)
            if let certificate = folder.certificate() {
                return Ranks.isFirst ? try show(FitReport(certificate, fit: fit, folder: folder)) : ()
            }
            // Rank 0 writes new checkpoints as soon as it resumes, so it alone reads the old one.
            let saved = Ranks.current.broadcast(
                Ranks.isFirst ? try folder.checkpoint().map { Array(try $0.encoded()) } ?? [] : [])
            return try train(
                fit, in: folder, from: saved.isEmpty ? nil : Checkpoint(decoding: Data(saved)))
        }
        let (fit, sides) = try newFit()
        let folder =
            Ranks.isFirst
            ? try FitFolder.make(output, plan: fit.plan, sides: sides, reading: FitReading(input.options()))
            : nil
        try train(fit, in: folder, from: nil)
    }

    private func newFit() throws -> (Fit, (from: FitSide, to: FitSide)) {
        var layers = PlanFile()
        if let plan { try layers.add(text: PlanFile.contents(of: plan), path: plan) }
        for setting in settings { try layers.add(assignment: setting) }
        for (key, value) in [
            ("from", from), ("to", to), ("loss.kind", loss?.rawValue), ("seed", seed.map { "\($0)" }),
        ] {
            if let value { try layers.add(assignment: "\(key)=\(value)") }
        }
        guard let first = layers.text("from"), let second = layers.text("to") else {
            throw ValidationError("The plan must name both 'from' and 'to'.")
        }
        let sides = try FitReading(input.options()).sides(from: first, to: second)
        let plan = try layers.plan(from: sides.from, to: sides.to)
        return (try Fit(from: sides.from, to: sides.to, plan: plan), sides)
    }

    /// Trains; rank 0, which has a folder, writes and prints.
    private func train(_ fit: Fit, in folder: FitFolder?, from checkpoint: Checkpoint?) throws {
        guard Ranks.isFirst, let folder else {
            _ = try fit.trainNetwork(from: checkpoint, communicator: Ranks.current)
            return
        }
        let line = ProgressLine()
        let clock = ContinuousClock()
        let start = clock.now
        var saved = start
        if !json { print(FitReport.heading(fit)) }
        let writer = live ? LiveWriter(fit, folder: folder) : nil
        let server = live ? LiveView.start(folder: folder.path) : nil
        let result = try fit.train(from: checkpoint, communicator: Ranks.current, threads: input.threads) {
            snapshot in
            line.show(step: snapshot.step, of: snapshot.steps, loss: snapshot.history.training.last)
            try writer?.tell(snapshot)
            guard clock.now - saved > .seconds(saveEvery), snapshot.step < snapshot.steps else { return }
            try folder.write(snapshot.checkpoint)
            saved = clock.now
        }
        line.end()
        try writer?.tell(result)
        try folder.write(result, of: fit)
        try show(
            FitReport(
                result.certificate, fit: fit, folder: folder, duration: clock.now - start, steps: result.steps
            ))
        if let server { LiveView.end(server) }
    }

    private func show(_ report: FitReport) throws { print(json ? try report.json() : report.text) }
}

extension TrainingPlan.Distance.Kind: ExpressibleByArgument {}
