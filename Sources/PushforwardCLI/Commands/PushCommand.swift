import ArgumentParser
import Pushforward

/// `pushforward push`
struct PushCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "push",
        abstract: "Apply a map to any number of points.",
        discussion: """
            The map is the file of a model, or 'normal-to-uniform:d' or 'uniform-to-normal:d' in closed form. Reads points \
            as CSV, TSV, gzip or NPY from a file or standard input, and writes CSV or NPY (float32).

            Examples:
              pushforward push run/model.safetensors points.npy -o images.npy
              pushforward sample normal:2 | pushforward push run/model.safetensors | head
              pushforward push normal-to-uniform:2 images.csv --inverse
            """)

    @Argument(
        help: ArgumentHelp("The file of a model, or the name of a map in closed form.", valueName: "map"))
    var map: String

    @Argument(help: ArgumentHelp("File of points; '-' is standard input.", valueName: "points"))
    var points: String = "-"

    @OptionGroup var output: PointOutputArguments

    @OptionGroup var input: ReadingArguments

    @Flag(help: "Apply the inverse of the map; the map must have an exact one.")
    var inverse = false

    func run() throws {
        var chosen = try PointMap(named: map)
        if inverse {
            guard let back = chosen.inverse else {
                throw ValidationError(
                    "--inverse needs a map with an exact inverse (in closed form, or affine and invertible), not \(map)."
                )
            }
            chosen = back
        }
        try PointStream(chosen, threads: input.threads).push(points, options: input.options(), to: output)
    }
}

/// Applies a map to a table of points, one part at a time.
struct PointStream {
    private let map: PointMap
    private let threads: Int

    init(_ map: PointMap, threads: Int) {
        self.map = map
        self.threads = threads
    }

    func push(_ path: String, options: ReadingOptions, to target: PointOutputArguments) throws {
        var writer: PointOutput?
        var skipped = 0
        try readParts(path, options: options, rows: 1 << 16) { part in
            guard part.sample.columns == map.inputs else {
                throw ReadingError(
                    path: path,
                    reason:
                        "expected \(map.inputs) columns, the inputs of the map, found \(part.sample.columns)")
            }
            if writer == nil { writer = try target.open(columns: map.outputs, rowCount: part.rowCount) }
            skipped = part.skippedRows
            try writer?.write(images(part.sample))
        }
        try writer?.finish()
        ReadingArguments.reportSkipped(skipped, path)
    }

    /// The images of a part's rows, computed by all threads.
    private func images(_ sample: Sample) -> Matrix {
        let block = (sample.rows + threads - 1) / threads
        let map = map
        let parts = concurrentResults(threads, threads: threads) { thread -> [Float] in
            let range = min(thread * block, sample.rows)..<min((thread + 1) * block, sample.rows)
            return range.isEmpty ? [] : map(sample.matrix(range)).values
        }
        return Matrix(
            rows: sample.rows, columns: map.outputs,
            values: parts.count == 1 ? parts[0] : parts.flatMap { $0 })
    }
}
