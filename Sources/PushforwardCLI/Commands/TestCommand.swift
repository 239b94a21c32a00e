import ArgumentParser
import Pushforward
import PushforwardFigures
import PushforwardGraphics

/// `pushforward test`
struct TestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Do two samples come from one distribution? p-value, columns, and where they differ.",
        discussion: """
            Reads CSV, TSV, gzip, NPY and NPZ; '-' is standard input, and 'arrays.npz:name' one array of several.
            Exit status: 0 no difference found, 1 difference found, 2 error.

            Examples:
              pushforward test before.csv after.csv
              pushforward test a.npy b.npy --figure difference.svg --json
              pushforward test a.csv b.csv --columns age,height --statistic energy
              pushforward test --calibrate a.csv     the test's level on random splits of a.csv
              pushforward test --power a.csv b.csv   the smallest shift that would have been found
              pushforward test --sketches 'a/*.sketch' 'b/*.sketch'
              pushforward test --shards 'before/part-*.npy' 'after/part-*.npy'
              mpirun -n 8 pushforward test --shards 'before/*.npy' 'after/*.npy'    (built with the trait MPI)
            """)

    @Argument(help: ArgumentHelp("Two files of numbers, or one with --calibrate.", valueName: "file"))
    var files: [String]

    @OptionGroup var input: ReadingArguments

    @Option(
        help: "What is compared: aggregated-mmd, mmd-fuse, mmdagg, mmd, energy, sliced-wasserstein or ks.")
    var statistic = TwoSampleTest.Statistic.aggregatedMMD

    @Option(help: "Level at which a difference counts as found.")
    var alpha = 0.05

    @Option(help: "Random permutations; all are tried where there are no more.")
    var permutations = 1_999

    @Option(help: "Bins of rows that are permuted, of the smaller sample; 0 permutes rows.")
    var bins = 64

    @Option(help: "Sums over pairs: automatic, pairs, fourier or features.")
    var method = SummationMethod.automatic

    @Option(help: "Tolerance of kernel values in Fourier sums; it has no bearing on the level.")
    var tolerance = 1e-4

    @Option(help: "Seed of the permutations.")
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("Draw both samples and where they differ, as SVG.", valueName: "file"))
    var figure: String?

    @Flag(help: "Print one JSON object.")
    var json = false

    @Flag(help: "Estimate the level on random splits of one file.")
    var calibrate = false

    @Flag(help: "Also estimate the smallest shift of each column that would have been found with 80 %.")
    var power = false

    @Flag(
        help: ArgumentHelp(
            "The files are sketches (see 'pushforward sketch'): two patterns or folders, or files of two folders."
        ))
    var sketches = false

    @Flag(help: "The two arguments are patterns in quotes: the rows of all files of one are a sample.")
    var shards = false

    func validate() throws {
        if sketches { return try validateSketches() }
        let expected = calibrate ? 1 : 2
        guard files.count == expected else {
            throw ValidationError(
                calibrate
                    ? "--calibrate takes one file, not \(files.count)."
                    : "Two files are compared, not \(files.count).")
        }
        guard !(shards || Ranks.areSeveral) || (!calibrate && !power && figure == nil) else {
            throw ValidationError(
                "\(shards ? "--shards" : "A test by several ranks") goes with none of --calibrate, --power and --figure."
            )
        }
        try validateNumbers()
        guard !calibrate || (!power && figure == nil) else {
            throw ValidationError("--calibrate goes with neither --power nor --figure.")
        }
    }

    private func validateNumbers() throws {
        guard alpha > 0 && alpha < 1 else {
            throw ValidationError("--alpha is between 0 and 1, not \(alpha).")
        }
        guard (19...10_000_000).contains(permutations) else {
            throw ValidationError("--permutations takes a number from 19 to 10000000, not \(permutations).")
        }
        guard bins == 0 || (8...1_000).contains(bins) else {
            throw ValidationError("--bins takes 0 or a number from 8 to 1000, not \(bins).")
        }
        guard tolerance >= 1e-14 && tolerance <= 0.1 else {
            throw ValidationError("--tolerance is between 1e-14 and 0.1, not \(tolerance).")
        }
        guard method != .sorting else { throw ValidationError("--method sorting is for 'distance'.") }
    }

    private func validateSketches() throws {
        guard !calibrate, !power, figure == nil else {
            throw ValidationError(
                "--sketches goes with none of --calibrate, --power and --figure, which take the rows.")
        }
        guard statistic == .aggregatedMMD, method == .automatic else {
            throw ValidationError("--sketches takes the statistic aggregated-mmd only.")
        }
        guard bins != 0 else { throw ValidationError("--sketches permutes bins, and takes no --bins 0.") }
        try validateNumbers()
    }

    private var test: TwoSampleTest {
        var test = TwoSampleTest()
        test.statistic = statistic
        test.permutations = permutations
        test.bins = bins
        test.method = method
        test.tolerance = tolerance
        test.tasks = input.threads
        return test
    }

    func run() throws {
        if calibrate { return try runCalibration() }
        if sketches { return Ranks.isFirst ? try runSketches() : () }
        if shards || Ranks.areSeveral { return try runShared() }
        let pair = try input.read(files[0], files[1])
        try pair.requireRows(2)
        guard bins != 0 || pair.x.rows + pair.y.rows <= 8_000 else {
            throw ValidationError(
                "--bins 0 permutes up to 8000 rows, and there are \(pair.x.rows + pair.y.rows).")
        }
        guard ![.fuse, .aggregatedPValues].contains(statistic) || pair.x.rows + pair.y.rows <= 50_000 else {
            throw ValidationError(
                "--statistic \(statistic.rawValue) sums over all pairs of up to 50000 rows, and there are "
                    + "\(pair.x.rows + pair.y.rows); 'aggregated-mmd' takes any number.")
        }
        let comparison = SampleComparison(pair.x, pair.y, names: pair.names, test: test, seed: seed)
        let shifts =
            power
            ? TestCalibration(test, level: alpha, seed: seed, tasks: input.threads).power(pair.x, pair.y)
            : nil
        if let figure {
            let drawing = ComparisonFigure.figure(pair.x, pair.y, comparison, labels: pair.labels)
            try writeAtomically(drawing.svg(), to: figure)
        }
        let report = TestReport(
            comparison, pair: pair, test: test, alpha: alpha, seed: seed, power: shifts)
        print(json ? try report.json() : report.text)
        if report.isDifferent { throw ExitCode(1) }
    }

    private func runSketches() throws {
        try show(SketchSides(files).report(test, alpha: alpha, seed: seed))
    }

    /// Several ranks, or many files: no program needs all rows.
    private func runShared() throws {
        let pair = try SharedPair(files, areShards: shards, input: input)
        try pair.requireRows(2)
        var random = RandomStream(seed: seed, purpose: "two-sample test")
        let outcome = test(
            pair.x, pair.y, columns: pair.columns.count, communicator: pair.communicator, using: &random)
        guard let outcome else { return }
        try show(
            SharedReport(
                outcome, names: pair.names, parts: pair.parts, rows: [pair.x.total, pair.y.total], test: test,
                alpha: alpha, seed: seed))
    }

    private func show(_ report: SharedReport) throws {
        print(json ? try report.json() : report.text)
        if report.isDifferent { throw ExitCode(1) }
    }

    private func runCalibration() throws {
        let table = try input.read(files[0])
        guard table.sample.rows >= 8 else {
            throw ReadingError(
                path: files[0], reason: "expected at least 8 rows to split, found \(table.sample.rows)")
        }
        let level = TestCalibration(test, level: alpha, seed: seed, tasks: input.threads).level(
            of: table.sample)
        print(json ? try TestReport.json(level) : TestReport.text(level, alpha: alpha, path: files[0]))
    }
}

extension TwoSampleTest.Statistic: ExpressibleByArgument {}
extension SummationMethod: ExpressibleByArgument {}
