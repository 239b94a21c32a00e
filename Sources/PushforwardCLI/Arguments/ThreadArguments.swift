import ArgumentParser

/// The number of threads of a command; `--jobs` is the option's name of before.
struct ThreadArguments: ParsableArguments {
    @Option(
        name: [.customShort("j"), .long, .customLong("jobs")],
        help: "Number of threads; results do not depend on it. One per core by default.")
    var threads: Int?

    /// The number that was chosen, or one per core.
    var count: Int { threads ?? Terminal.coreCount }

    func validate() throws {
        if let threads, !(1...1024).contains(threads) {
            throw ValidationError("--threads must be from 1 to 1024, not \(threads).")
        }
    }
}
