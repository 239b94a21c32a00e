import ArgumentParser
import Pushforward

/// `pushforward sample`
struct SampleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample",
        abstract: "Draw points from a distribution or a fitted model.",
        discussion: """
            The same seed gives the same points for any number of threads.

            Examples:
              pushforward sample two-moons -n 1000 -o moons.csv
              pushforward sample run/model.safetensors -n 10000000 -o points.npy
              pushforward sample 'gamma:2,shape=3' -n 5 --seed 7
            """)

    @Argument(
        help: ArgumentHelp(
            "The name of a distribution (see 'pushforward distributions') or the file of a model.",
            valueName: "source"))
    var source: String

    @Option(name: [.customShort("n"), .long], help: "Number of points.")
    var count = 1_000

    @Option(help: "Seed of the points.")
    var seed: UInt64 = 1

    @OptionGroup var parallel: ThreadArguments

    @OptionGroup var output: PointOutputArguments

    func validate() throws {
        guard count >= 1 else { throw ValidationError("--count must be at least 1, not \(count).") }
    }

    func run() throws {
        let distribution = try SampleSource.distribution(source)
        let writer = try output.open(columns: distribution.dimension, rowCount: count)
        let threads = parallel.count
        let block = 1 << 16
        let blocks = (count + block - 1) / block
        let (count, seed) = (count, seed)
        for first in stride(from: 0, to: blocks, by: threads) {
            let parts = concurrentResults(min(threads, blocks - first), threads: threads) { index -> Matrix in
                let start = (first + index) * block
                var random = RandomStream(seed: seed, purpose: "sample block \(first + index)")
                return distribution.sample(min(block, count - start), using: &random)
            }
            for part in parts { try writer.write(part) }
        }
        try writer.finish()
    }
}

/// The distribution that `sample` draws from.
enum SampleSource {
    /// The pushforward of a model, if the name ends in `.safetensors` or is a file, else a distribution of the catalogue.
    static func distribution(_ name: String) throws -> any Distribution {
        guard name.hasSuffix(".safetensors") || Terminal.isFile(name) else {
            return try Catalogue.distribution(named: name)
        }
        let model = try Model(contentsOf: name)
        guard let base = try model.source(path: name) else {
            throw ReadingError(
                path: name, reason: "expected a model whose metadata name its source, found none")
        }
        return PushedDistribution(base, name: name, dimension: model.network.shape.outputs) { model($0) }
    }
}
