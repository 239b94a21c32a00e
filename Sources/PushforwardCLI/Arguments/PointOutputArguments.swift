import ArgumentParser
import Pushforward

/// The arguments by which points are written.
struct PointOutputArguments: ParsableArguments {
    @Option(
        name: [.short, .long],
        help: ArgumentHelp("Where to write, '-' for standard output.", valueName: "file"))
    var output = "-"

    @Option(help: "csv or npy (float32); by default npy for a file with that ending, csv elsewhere.")
    var format: PointOutput.Format?

    @Flag(help: "Begin a CSV with the names of the columns: x1, x2, ...")
    var withHeader = false

    func open(columns: Int, rowCount: Int?) throws -> PointOutput {
        try PointOutput(
            output, format: format, columns: columns,
            names: withHeader ? (1...columns).map { "x\($0)" } : nil,
            rowCount: rowCount)
    }
}

extension PointOutput.Format: ExpressibleByArgument {}
