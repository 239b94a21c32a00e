import ArgumentParser
import Pushforward
import PushforwardRuns
import PushforwardSweeps

/// `pushforward sweep`
struct SweepCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep",
        abstract: "Fit many plans, find the best, and see which parameter matters.",
        discussion: """
            A sweep's file is a plan as of 'fit' with a part 'sweep' that says what varies: a grid, random draws, or successive
            halving (asha), which gives most draws up early. Each trial is scored by its certificate's floor ratio. All trials
            are in one SQLite file; a sweep that was interrupted goes on by the same command.

              from: normal:2
              to: ring
              training: {steps: 1500}
              sweep:
                method: random            # grid, random or asha
                trials: 20                # configurations that random and asha draw
                seeds: 2                  # fits of each
                vary:
                  training.learningRate: {from: 0.01, to: 1, scale: log}
                  network.activation: [tanh, gelu]

            Examples:
              pushforward sweep search.yaml -o search.sqlite
              pushforward sweep --show search.sqlite --figure search.svg
              pushforward fit --plan search.best.yaml -o best
              mpirun -n 64 pushforward sweep search.yaml    (built with the trait MPI; one trial at a time a rank)
            """)

    @Argument(help: ArgumentHelp("What to fit and what varies, as YAML.", valueName: "file"))
    var plan: String?

    @Option(
        name: [.short, .long],
        help: "The sweep's SQLite file; the name of its own file with .sqlite by default.")
    var output: String?

    @Option(help: ArgumentHelp("Only show what a sweep's file holds.", valueName: "store"))
    var show: String?

    @Option(
        help: ArgumentHelp(
            "Write the best plan here; beside the store as .best.yaml by default.", valueName: "file"))
    var best: String?

    @Option(help: ArgumentHelp("Draw which parameter matters, as SVG.", valueName: "file"))
    var figure: String?

    @OptionGroup var input: ReadingArguments

    @Flag(help: "Print one JSON object.")
    var json = false

    func validate() throws {
        guard (plan == nil) != (show == nil) else {
            throw ValidationError("Either a sweep's file is needed, or --show with a store.")
        }
        if show != nil && output != nil { throw ValidationError("--show takes no --output.") }
    }

    func run() throws {
        if let show {
            guard Ranks.isFirst else { return }
            let store = try SweepStore.read(show)
            let header = try store.header()
            let (plan, base) = try SweepFile(text: header.plan, path: show).read()
            return try report(
                store, plan, runner: TrialRunner(plan, base: base, reading: header.reading))
        }
        let path = plan!
        let (plan, base) = try SweepFile(text: PlanFile.contents(of: path), path: path).read()
        let reading = FitReading(try input.options())
        let runner = try TrialRunner(plan, base: base, reading: reading)
        guard Ranks.isFirst else { return runner.work(for: Ranks.current) }
        let store = try SweepStore.open(
            output ?? SweepCommand.stem(path) + ".sqlite", plan: plan, reading: reading)
        try carryOut(runner, store)
        try report(store, plan, runner: runner)
    }

    private func carryOut(_ runner: TrialRunner, _ store: SweepStore) throws {
        let line = ProgressLine()
        let most = runner.largestCount
        let sweep = try SweepRunner(runner, store: store)
        try sweep.run(threads: Ranks.areSeveral ? 1 : input.threads, ranks: Ranks.current) { progress in
            let trial = progress.outcome.trial
            let score = progress.outcome.certificate.map { "floor ratio \(TestReport.number($0.floorRatio))" }
            line.show(
                finished: progress.finished, total: most,
                name: "configuration \(trial.configuration), seed \(trial.seed): \(score ?? "failed")")
        }
        line.end()
    }

    private func report(
        _ store: SweepStore, _ plan: SweepPlan, runner: @autoclosure () throws -> TrialRunner
    ) throws {
        let ranking = SweepRanking(plan, try store.records())
        if let figure { try writeAtomically(SweepFigure.figure(ranking, plan).svg(), to: figure) }
        var written: String?
        if let entry = ranking.best, show == nil || best != nil {
            let path = best ?? SweepCommand.stem(store.path) + ".best.yaml"
            let chosen = try runner().plan(ofConfiguration: entry.configuration, seed: entry.bestSeed)
            try writeAtomically(PlanFile.text(of: chosen), to: path)
            written = path
        }
        let report = SweepReport(ranking, plan: plan, store: store.path, best: written)
        print(json ? try TestReport.json(ranking) : report.text)
    }

    /// A path without the extension of its last part.
    private static func stem(_ path: String) -> String {
        guard let dot = path.lastIndex(of: "."), !path[dot...].contains("/"), dot != path.startIndex else {
            return path
        }
        return String(path[..<dot])
    }
}
