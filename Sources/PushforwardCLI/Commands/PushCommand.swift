import ArgumentParser
import Pushforward

/// `pushforward push`
struct PushCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "push",
        abstract: "Send points through a map, any number of them.",
        discussion: """
            The map is a model's file, or 'normal-to-uniform:d' or 'uniform-to-normal:d' in closed form. Points are read
            as CSV, TSV, gzip or NPY, from a file or standard input, and written as CSV, or as NPY (float32).

            Examples:
              pushforward push run/model.safetensors points.npy -o images.npy
              pushforward sample normal:2 -n 1000 | pushforward push run/model.safetensors - | head
              pushforward push normal-to-uniform:2 images.csv --inverse
            """)

    @Argument(help: ArgumentHelp("A model's file, or the name of a map in closed form.", valueName: "map"))
    var map: String

    @Argument(help: ArgumentHelp("Points, '-' for standard input.", valueName: "points"))
    var points: String = "-"

    @OptionGroup var output: PointOutputArguments

    @OptionGroup var input: ReadingArguments

    @Flag(help: "Apply the inverse, where the map has an exact one.")
    var inverse = false

    func run() throws {
        var chosen = try PointMap(named: map)
        if inverse {
            guard let back = chosen.inverse else {
                throw ValidationError(
                    "\(map) has no exact inverse; maps in closed form and invertible affine ones have.")
            }
            chosen = back
        }
        try PointStream(chosen, threads: input.threads).push(points, options: input.options(), to: output)
    }
}

/// Points on their way through a map, a part at a time.
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
                    reason: "expected \(map.inputs) columns for this map, found \(part.sample.columns)")
            }
            if writer == nil { writer = try target.open(columns: map.outputs, rowCount: part.rowCount) }
            skipped = part.skippedRows
            try writer?.write(images(part.sample))
        }
        try writer?.finish()
        if skipped > 0 {
            Terminal.write("pushforward: \(path): \(skipped) rows with missing values left out\n")
        }
    }

    /// The images of a part's rows, computed by all threads.
    private func images(_ sample: Sample) -> Matrix {
        let block = (sample.rows + threads - 1) / threads
        let map = map
        let parts = concurrentResults(threads, tasks: threads) { thread -> [Float] in
            let range = min(thread * block, sample.rows)..<min((thread + 1) * block, sample.rows)
            return range.isEmpty ? [] : map(sample.matrix(range)).values
        }
        return Matrix(
            rows: sample.rows, columns: map.outputs,
            values: parts.count == 1 ? parts[0] : parts.flatMap { $0 })
    }
}
