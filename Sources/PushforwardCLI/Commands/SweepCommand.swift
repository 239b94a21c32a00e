import ArgumentParser
import Pushforward
import PushforwardFigures
import PushforwardGraphics
import PushforwardRuns
import PushforwardSweeps

/// `pushforward sweep`
struct SweepCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep",
        abstract: "Fit many plans, find the best one, and see which parameters matter.",
        discussion: """
            The file of a sweep is a plan of 'fit' with a part 'sweep' that says what varies: a grid, random draws, or \
            successive halving (asha), which stops most draws early. The score of a trial is the floor ratio of its \
            certificate. All trials go into one SQLite file; run the same command again to resume an interrupted sweep.

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

            With several ranks (built with the trait MPI), each of which fits one trial at a time:
              mpirun -n 64 pushforward sweep search.yaml
            """)

    @Argument(help: ArgumentHelp("What to fit and what to vary, as YAML.", valueName: "file"))
    var plan: String?

    @Option(
        name: [.short, .long],
        help: "SQLite file for the trials; by default the name of the plan with .sqlite.")
    var output: String?

    @Option(help: ArgumentHelp("Show the trials of an SQLite file, and fit nothing.", valueName: "store"))
    var show: String?

    @Option(
        help: ArgumentHelp(
            "File for the best plan; by default the name of the SQLite file with .best.yaml.",
            valueName: "file"))
    var best: String?

    @Option(help: ArgumentHelp("Draw which parameters matter, as SVG.", valueName: "file"))
    var figure: String?

    @OptionGroup var input: ReadingArguments

    @Flag(help: "Print one JSON object.")
    var json = false

    func validate() throws {
        guard (plan == nil) != (show == nil) else {
            throw ValidationError("Name either the file of a sweep, or --show and an SQLite file.")
        }
        if show != nil && output != nil { throw ValidationError("--show fits nothing; leave out --output.") }
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
        try work(runner, store)
        try report(store, plan, runner: runner)
    }

    private func work(_ runner: TrialRunner, _ store: SweepStore) throws {
        let line = ProgressLine()
        let maximum = runner.largestCount
        let sweep = try SweepRunner(runner, store: store)
        try sweep.run(threads: Ranks.areSeveral ? 1 : input.threads, ranks: Ranks.current) { progress in
            let trial = progress.outcome.trial
            let score = progress.outcome.certificate.map { "floor ratio \(NumberText.plain($0.floorRatio))" }
            line.show(
                finished: progress.finished, total: maximum,
                name: "configuration \(trial.configuration), seed \(trial.seed): \(score ?? "failed")")
        }
        line.end()
    }

    private func report(
        _ store: SweepStore, _ plan: SweepPlan, runner: @autoclosure () throws -> TrialRunner
    ) throws {
        let ranking = SweepRanking(plan, try store.records())
        if let figure { try writeAtomically(SweepFigure(ranking, plan).figure().svg(), to: figure) }
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
