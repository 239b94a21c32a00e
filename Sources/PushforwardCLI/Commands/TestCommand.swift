public import ArgumentParser
public import Pushforward
import PushforwardFigures
import PushforwardGraphics

/// `pushforward test`
struct TestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Test whether two samples come from the same distribution, and show where they differ.",
        discussion: """
            Reads CSV, TSV, gzip, NPY and NPZ. '-' is standard input, and 'arrays.npz:name' is one array of several.
            Exit status: 0 no difference found, 1 difference found, 2 error.

            Examples:
              pushforward test before.csv after.csv
              pushforward test a.npy b.npy --figure difference.svg --json
              pushforward test a.csv b.csv --columns age,height --statistic energy
              pushforward test --calibrate a.csv     the level on random splits of a.csv
              pushforward test --power a.csv b.csv   the smallest shifts that it would find
              pushforward test --sketches 'a/*.sketch' 'b/*.sketch'
              pushforward test --shards 'before/part-*.npy' 'after/part-*.npy'

            With several ranks (built with the trait MPI):
              mpirun -n 8 pushforward test --shards 'before/*.npy' 'after/*.npy'
            """)

    @Argument(help: ArgumentHelp("Two files of numbers; one with --calibrate.", valueName: "file"))
    var files: [String]

    @OptionGroup var input: ReadingArguments

    @Option(
        help: "Test statistic.")
    var statistic = TwoSampleTest.Statistic.joint

    @Option(
        help: ArgumentHelp(
            "How columns are brought to a common scale: by the interquartile range of both samples together with far values drawn in, by their standard deviation, or not at all."
        ))
    var scale = ColumnScaling.robust

    @Option(help: "Level of the test: a p-value up to it is a difference.")
    var alpha = 0.05

    @Option(help: "Number of random permutations; if there are no more than these, the test uses all.")
    var permutations = 1_999

    @Option(help: "Number of bins of the smaller sample that are permuted; 0 permutes rows.")
    var bins = 64

    @Option(help: "How kernel sums are computed.")
    var method = SummationMethod.automatic

    @Option(help: "Tolerance of kernel values in Fourier sums; it does not change the level.")
    var tolerance = 1e-4

    @Option(help: "Seed of the permutations.")
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("Draw both samples and where they differ, as SVG.", valueName: "file"))
    var figure: String?

    @Flag(help: "Print one JSON object.")
    var json = false

    @Flag(help: "Estimate the level of the test on random splits of one file.")
    var calibrate = false

    @Flag(help: "Also estimate the smallest shift of each column that the test finds with probability 80 %.")
    var power = false

    @Flag(
        help: ArgumentHelp(
            "The files are sketches (see 'pushforward sketch'): two patterns or folders, or files in two folders."
        ))
    var sketches = false

    @Flag(
        help: "The two arguments are patterns in quotes; the rows of all files that match one are a sample.")
    var shards = false

    func validate() throws {
        if sketches { return try validateSketches() }
        let expected = calibrate ? 1 : 2
        guard files.count == expected else {
            throw ValidationError(
                calibrate
                    ? "--calibrate needs one file, not \(files.count)."
                    : "A test needs two files, not \(files.count).")
        }
        try validateNumbers()
        guard !calibrate || (!power && figure == nil) else {
            throw ValidationError("--calibrate can't be combined with --power or --figure.")
        }
    }

    private func validateNumbers() throws {
        guard alpha > 0 && alpha < 1 else {
            throw ValidationError("--alpha must be between 0 and 1, not \(NumberText.plain(alpha)).")
        }
        guard (19...10_000_000).contains(permutations) else {
            throw ValidationError("--permutations must be from 19 to 10000000, not \(permutations).")
        }
        guard bins == 0 || (8...1_000).contains(bins) else {
            throw ValidationError("--bins must be 0 or from 8 to 1000, not \(bins).")
        }
        guard tolerance >= 1e-14 && tolerance <= 0.1 else {
            throw ValidationError(
                "--tolerance must be from 1e-14 to 0.1, not \(NumberText.plain(tolerance)).")
        }
    }

    private func validateSketches() throws {
        guard !calibrate, !power, figure == nil else {
            throw ValidationError(
                "--sketches can't be combined with --calibrate, --power or --figure, which need the rows.")
        }
        guard [.joint, .aggregatedMMD].contains(statistic), method == .automatic else {
            throw ValidationError(
                "--sketches needs --statistic joint or aggregated-mmd, and --method automatic.")
        }
        guard bins != 0 else {
            throw ValidationError("--sketches needs bins; --bins must be from 8 to 1000, not 0.")
        }
        try validateNumbers()
    }

    private var test: TwoSampleTest {
        var test = TwoSampleTest()
        test.statistic = statistic
        test.scaling = scale
        test.permutations = permutations
        test.bins = bins
        test.method = method
        test.tolerance = tolerance
        test.threads = input.threads
        return test
    }

    func run() throws {
        if calibrate { return Ranks.isFirst ? try runCalibration() : () }
        if sketches { return Ranks.isFirst ? try runSketches() : () }
        let pair = try DistributedPair.read(files, areShards: shards, input: input)
        try pair.requireRows(2)
        try checkRows(pair.x.total + pair.y.total)
        let comparison = try test.compare(
            pair.x, pair.y, names: pair.description.columns, seed: seed,
            communicator: pair.communicator)
        let shifts = power ? try shifts(pair) : nil
        let drawn =
            figure == nil
            ? nil : pair.thinned(to: ComparisonFigure.mostRows(columns: pair.description.columns.count))
        guard let comparison else { return }
        if let figure, let drawn {
            let drawing = ComparisonFigure.figure(
                drawn.x, drawn.y, comparison, labels: pair.description.labels)
            try writeAtomically(drawing.svg(), to: figure)
        }
        try show(
            TestReport(
                comparison.outcome, of: pair.description, test: test, alpha: alpha, seed: seed,
                comparison: comparison, power: shifts))
    }

    private func checkRows(_ rows: Int) throws {
        guard bins != 0 || rows <= 8_000 else {
            throw ValidationError("--bins 0 needs at most 8000 rows in both samples together, not \(rows).")
        }
        guard ![.fuse, .aggregatedPValues].contains(statistic) || rows <= 50_000 else {
            throw ValidationError(
                "--statistic \(statistic.rawValue) needs at most 50000 rows in both samples together, not "
                    + "\(rows); aggregated-mmd has no such limit.")
        }
    }

    /// On the first rank, which gathers the rows; `nil` on the others.
    private func shifts(_ pair: DistributedPair) throws -> [TestCalibration.Power]? {
        try SampleShard.gathered(pair.x, pair.y, by: pair.communicator).map {
            TestCalibration(test, level: alpha, seed: seed, threads: input.threads).power($0.first, $0.second)
        }
    }

    private func runSketches() throws {
        try show(SketchSides(files).report(test, alpha: alpha, seed: seed))
    }

    private func show(_ report: TestReport) throws {
        print(json ? try report.json() : report.text)
        if report.isDifferent { throw ExitCode(1) }
    }

    private func runCalibration() throws {
        let sample = try input.readWhole(files[0], areShards: shards)
        guard sample.rows >= 8 else {
            throw ReadingError(
                path: files[0], reason: "expected at least 8 rows to split, found \(sample.rows)")
        }
        let level = TestCalibration(test, level: alpha, seed: seed, threads: input.threads).level(of: sample)
        print(json ? try TestReport.json(level) : TestReport.text(level, alpha: alpha, path: files[0]))
    }
}

extension TwoSampleTest.Statistic: ExpressibleByArgument {}
extension ColumnScaling: ExpressibleByArgument {}
extension SummationMethod: ExpressibleByArgument {
    /// Refuses `sorting`, which some statistics always use and no user chooses.
    public init?(argument: String) {
        self.init(rawValue: argument)
        if self == .sorting { return nil }
    }

    /// The methods that a user may choose.
    public static var allValueStrings: [String] { allCases.filter { $0 != .sorting }.map(\.rawValue) }
}
