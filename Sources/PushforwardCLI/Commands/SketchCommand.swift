import ArgumentParser
import Pushforward
import PushforwardGraphics

/// `pushforward sketch`
struct SketchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sketch",
        abstract: "Turn a part of a sample into a small file, so that parts that never meet can be tested.",
        discussion: """
            A sketch holds sums over the rows, of up to 3 columns: up to some tens of megabytes for any number of rows. Sketches of all parts
            of both samples must have the same geometry: the range of each column, which no row may leave, and the bandwidths.
            It is agreed by --like, or chosen from the rows: twice their range, and the bandwidths of 'test'.

            Examples:
              pushforward sketch a/part-0.npy -o a/0.sketch --range -8:8,-8:8
              pushforward sketch a/part-1.npy -o a/1.sketch --like a/0.sketch
              pushforward sketch b/part-0.npy -o b/0.sketch --like a/0.sketch
              pushforward test --sketches a b
            """)

    @Argument(help: ArgumentHelp("A part of a sample; '-' is standard input.", valueName: "file"))
    var file: String

    @Option(name: [.short, .long], help: "The sketch's file.")
    var output: String

    // A range may begin with a minus, so that what follows is taken as it is.
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Least and greatest value of each column, or of all; no row may lie outside.",
            valueName: "low:high,..."))
    var range: String?

    @Option(help: ArgumentHelp("Bandwidths r of the kernels exp(-|x - y|^2 / r).", valueName: "r,..."))
    var bandwidths: String?

    @Option(help: ArgumentHelp("Take range and bandwidths of another sketch.", valueName: "sketch"))
    var like: String?

    @Option(help: "Least number of bins; joined with those of other parts, 64 a side are best.")
    var bins = 64

    @Option(help: "Rows of a bin, a power of two, in place of --bins.")
    var binRows: Int?

    @Option(help: "Seed by which rows are dealt to bins.")
    var seed: UInt64 = 1

    @OptionGroup var input: ReadingArguments

    func validate() throws {
        guard like == nil || (range == nil && bandwidths == nil) else {
            throw ValidationError(
                "--like takes range and bandwidths of another sketch, and goes with neither option.")
        }
        guard (1...1_000).contains(bins) else {
            throw ValidationError("--bins takes a number from 1 to 1000, not \(bins).")
        }
        if let binRows, binRows < 1 || binRows > 1 << 31 || binRows & (binRows - 1) != 0 {
            throw ValidationError("--bin-rows takes a power of two, not \(binRows).")
        }
        _ = try chosenBandwidths
        _ = try ranges(columns: 1)
    }

    func run() throws {
        let table = try input.read(file)
        let sample = table.sample
        guard sample.rows > 0, (1...3).contains(sample.columns) else {
            throw ReadingError(
                path: file,
                reason:
                    "expected rows of 1 to 3 columns for a sketch, found \(sample.rows) rows of \(sample.columns)"
            )
        }
        let geometry = try geometry(for: sample, names: table.names)
        if let (row, column) = geometry.firstOutside(sample) {
            throw ReadingError(
                path: file, line: row + 1, column: column + 1,
                reason:
                    "expected a number from \(geometry.lowest[column]) to \(geometry.highest[column]), the sketches' range, "
                    + "found \(sample[row, column])")
        }
        var random = RandomStream(seed: seed, purpose: "sketch")
        let size = binRows ?? SampleSketch.binRows(for: sample.rows, bins: bins)
        let sketch = SampleSketch(sample, geometry: geometry, binRows: size, using: &random)
        try SketchFile(sketch, columns: table.names).write(to: output)
        print(
            "\(output): \(NumberText.grouped(sketch.rows)) rows in \(sketch.bins) bins of "
                + "\(NumberText.grouped(sketch.binRows)), \(sketch.leftOver) left over, "
                + "\(NumberText.grouped(sketch.cells.count * 8)) bytes")
    }

    private func geometry(for sample: Sample, names: [String]) throws -> SketchGeometry {
        if let like {
            let other = try SketchFile(contentsOf: like)
            guard other.columns.count == names.count else {
                throw ReadingError(
                    path: file,
                    reason: "expected \(other.columns.count) columns as in \(like), found \(names.count)")
            }
            return other.sketch.geometry
        }
        if let range = try ranges(columns: sample.columns), let bandwidths = try chosenBandwidths {
            return SketchGeometry(ranges: range, bandwidths: bandwidths)
        }
        guard sample.rows >= 2 else {
            throw ReadingError(
                path: file,
                reason: "expected at least 2 rows to choose a geometry from, found 1 (--like, or --range and "
                    + "--bandwidths, need no more)")
        }
        let own = SketchGeometry(like: sample)
        return SketchGeometry(
            ranges: try ranges(columns: sample.columns) ?? zip(own.lowest, own.highest).map { $0...$1 },
            bandwidths: try chosenBandwidths ?? own.bandwidths)
    }

    private var chosenBandwidths: [Double]? {
        get throws {
            try bandwidths.map { text in
                let values = text.split(separator: ",").compactMap { Double($0) }
                guard values.count == text.split(separator: ",", omittingEmptySubsequences: false).count,
                    (1...16).contains(values.count), values.allSatisfy({ $0 > 0 && $0.isFinite })
                else { throw ValidationError("--bandwidths takes 1 to 16 positive numbers, not '\(text)'.") }
                return values
            }
        }
    }

    private func ranges(columns: Int) throws -> [ClosedRange<Double>]? {
        guard let range else { return nil }
        let ranges = try range.split(separator: ",", omittingEmptySubsequences: false).map { part in
            let ends = part.split(separator: ":", omittingEmptySubsequences: false).compactMap { Double($0) }
            guard ends.count == 2, ends[0] < ends[1], ends.allSatisfy(\.isFinite) else {
                throw ValidationError(
                    "--range takes low:high for each column, such as -8:8,0:1, not '\(range)'.")
            }
            return ends[0]...ends[1]
        }
        if columns == 1 || ranges.count == columns { return ranges }
        guard ranges.count == 1 else {
            throw ValidationError("--range has \(ranges.count) ranges, and there are \(columns) columns.")
        }
        return Array(repeating: ranges[0], count: columns)
    }
}
