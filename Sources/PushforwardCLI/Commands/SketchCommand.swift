import ArgumentParser
import Pushforward
import PushforwardGraphics

/// `pushforward sketch`
struct SketchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sketch",
        abstract:
            "Write sums over a part of a sample to a small file, to test samples whose parts stay apart.",
        discussion: """
            A sketch holds sums over rows of 1 to 3 columns: at most some tens of megabytes for any number of rows. All \
            parts of both samples need the same geometry: a range for each column, which must contain all rows, and the \
            bandwidths. Take it from another sketch with --like, or set --range and --bandwidths. By default it comes from \
            the rows: twice their range, and the bandwidths of 'test'.

            Examples:
              pushforward sketch a/part-0.npy -o a/0.sketch --range -8:8,-8:8
              pushforward sketch a/part-1.npy -o a/1.sketch --like a/0.sketch
              pushforward sketch b/part-0.npy -o b/0.sketch --like a/0.sketch
              pushforward test --sketches a b
            """)

    @Argument(help: ArgumentHelp("File with a part of a sample; '-' is standard input.", valueName: "file"))
    var file: String

    @Option(name: [.short, .long], help: "File to write.")
    var output: String

    // A range may begin with a minus, so the next argument is taken as it is.
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Minimum and maximum of each column, or one range for all columns; it must contain all rows.",
            valueName: "low:high,..."))
    var range: String?

    @Option(help: ArgumentHelp("Bandwidths r of the kernels exp(-|x - y|^2 / r).", valueName: "r,..."))
    var bandwidths: String?

    @Option(help: ArgumentHelp("Use the range and bandwidths of another sketch.", valueName: "sketch"))
    var like: String?

    @Option(help: "Minimum number of bins. 64 per sample are best, counted over all its parts.")
    var bins = 64

    @Option(help: "Rows per bin, a power of two; replaces --bins.")
    var binRows: Int?

    @Option(help: "Seed that assigns rows to bins.")
    var seed: UInt64 = 1

    @OptionGroup var input: ReadingArguments

    func validate() throws {
        guard like == nil || (range == nil && bandwidths == nil) else {
            throw ValidationError(
                "--like already sets range and bandwidths; leave out --range and --bandwidths.")
        }
        guard (1...1_000).contains(bins) else {
            throw ValidationError("--bins must be from 1 to 1000, not \(bins).")
        }
        if let binRows, binRows < 1 || binRows > 1 << 31 || binRows & (binRows - 1) != 0 {
            throw ValidationError("--bin-rows must be a power of two up to 2^31, not \(binRows).")
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
                    "expected rows of 1 to 3 columns, found \(sample.rows) rows of \(sample.columns) columns"
            )
        }
        let geometry = try geometry(for: sample, names: table.names)
        if let (row, column) = geometry.firstOutside(sample) {
            throw ReadingError(
                path: file,
                reason:
                    "expected numbers from \(geometry.lowest[column]) to \(geometry.highest[column]) in column "
                    + "\(table.names[column]), the sketch's range, found \(sample[row, column]) in data row \(row + 1)"
            )
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
                reason:
                    "expected at least 2 rows to choose range and bandwidths, found 1; set --like, or --range and "
                    + "--bandwidths")
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
                else {
                    throw ValidationError("--bandwidths must be 1 to 16 positive numbers, not '\(text)'.")
                }
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
                    "--range must be low:high for each column, such as -8:8,0:1, not '\(range)'.")
            }
            return ends[0]...ends[1]
        }
        if columns == 1 || ranges.count == columns { return ranges }
        guard ranges.count == 1 else {
            throw ValidationError(
                "--range must have 1 or \(columns) ranges, one per column, not \(ranges.count).")
        }
        return Array(repeating: ranges[0], count: columns)
    }
}
