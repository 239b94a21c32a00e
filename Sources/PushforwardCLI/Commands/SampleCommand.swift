import ArgumentParser
import Pushforward

/// `pushforward sample`
struct SampleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sample",
        abstract: "Draw points of a distribution, or new points from a fitted model.",
        discussion: """
            The same seed gives the same points, whatever the number of threads.

            Examples:
              pushforward sample two-moons -n 1000 -o moons.csv
              pushforward sample run/model.safetensors -n 10000000 -o points.npy
              pushforward sample 'gamma:2,shape=3' -n 5 --seed 7
            """)

    @Argument(help: ArgumentHelp("A distribution's name or a model's file.", valueName: "source"))
    var source: String

    @Option(name: [.customShort("n"), .long], help: "Number of points.")
    var count = 1_000

    @Option(help: "Seed of the points.")
    var seed: UInt64 = 1

    @OptionGroup var parallel: ThreadArguments

    @OptionGroup var output: PointOutputArguments

    func validate() throws {
        guard count >= 1 else { throw ValidationError("--count takes a positive number, not \(count).") }
    }

    func run() throws {
        let distribution = try SampleSource.distribution(source)
        let writer = try output.open(columns: distribution.dimension, rowCount: count)
        let threads = parallel.count
        let block = 1 << 16
        let blocks = (count + block - 1) / block
        let (count, seed) = (count, seed)
        for first in stride(from: 0, to: blocks, by: threads) {
            let parts = concurrentResults(min(threads, blocks - first), tasks: threads) { index -> Matrix in
                let start = (first + index) * block
                var random = RandomStream(seed: seed, purpose: "sample block \(first + index)")
                return distribution.sample(min(block, count - start), using: &random)
            }
            for part in parts { try writer.write(part) }
        }
        try writer.finish()
    }
}

/// What `sample` draws from.
enum SampleSource {
    /// A model's file, told by its ending or by being there, or a name of the catalogue.
    static func distribution(_ name: String) throws -> any Distribution {
        guard name.hasSuffix(".safetensors") || Terminal.isFile(name) else {
            return try Catalogue.distribution(named: name)
        }
        let model = try Model(contentsOf: name)
        guard let base = try model.source(path: name) else {
            throw ReadingError(
                path: name, reason: "expected a model that names its source, found one without")
        }
        return PushedDistribution(base, name: name, dimension: model.network.shape.outputs) { model($0) }
    }
}
