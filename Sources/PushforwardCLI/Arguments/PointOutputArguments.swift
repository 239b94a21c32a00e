public import ArgumentParser
import Pushforward

/// The arguments that say how points are written.
struct PointOutputArguments: ParsableArguments {
    @Option(
        name: [.short, .long],
        help: ArgumentHelp("File to write; '-' is standard output.", valueName: "file"))
    var output = "-"

    @Option(help: "Format; npy is float32. By default npy for files that end in .npy, otherwise csv.")
    var format: PointOutput.Format?

    @Flag(help: "Write the column names x1, x2, ... as the first line of a CSV.")
    var withHeader = false

    func open(columns: Int, rowCount: Int?) throws -> PointOutput {
        try PointOutput(
            output, format: format, columns: columns,
            names: withHeader ? (1...columns).map { "x\($0)" } : nil,
            rowCount: rowCount)
    }
}

extension PointOutput.Format: ExpressibleByArgument {}
