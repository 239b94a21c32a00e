import ArgumentParser
import Pushforward
import PushforwardGraphics

/// `pushforward export`
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a model as ONNX, or as safetensors that hold only its map.",
        discussion: """
            The written map includes the standardization. Before an ONNX graph is written, it is evaluated on points of the \
            source and compared with the model.

            Examples:
              pushforward export run/model.safetensors -o model.onnx
            """)

    @Argument(help: ArgumentHelp("The file of a model.", valueName: "model"))
    var model: String

    @Option(
        name: [.short, .long],
        help: ArgumentHelp("File to write; its name ends in .onnx or .safetensors.", valueName: "file"))
    var output: String

    func run() throws {
        let map = try Model(contentsOf: model)
        if output.hasSuffix(".safetensors") { return try map.write(to: output) }
        guard output.hasSuffix(".onnx") else {
            throw ValidationError(
                "--output must end in .onnx or .safetensors, not '\(output)'.")
        }
        let graph = ONNXGraph(map)
        let points = examples(map)
        let difference = zip(graph.evaluate(points).values, map(points).values).reduce(0.0) {
            max($0, Double(abs($1.0 - $1.1)) / Double(max(1, abs($1.1))))
        }
        guard difference <= 1e-4 else {
            throw FileError(
                path: output, reason: "not written: the graph differs from the model by \(difference)")
        }
        try writeAtomically(graph.encoded(), to: output)
        print(
            "\(output): opset 17, x [N, \(points.columns)] to y [N, \(map.network.shape.outputs)]; "
                + "maximum difference from the model \(NumberText.plain(difference)) at \(points.rows) points"
        )
    }

    /// Points of the model's source, or normal ones around the mean of its inputs.
    private func examples(_ map: Model) -> Matrix {
        var random = RandomStream(seed: 1, purpose: "export")
        if let source = try? map.source(path: model) { return source.sample(100, using: &random) }
        return map.input.inverse(
            StandardNormal(dimension: map.network.shape.inputs).sample(100, using: &random))
    }
}
