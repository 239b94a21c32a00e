/// What a user may choose of the report.
package struct PaperSettings: Sendable, Codable, Equatable {
    /// Seed of every run; run k of several takes seed + k.
    package var seed: UInt64
    /// Short runs for a first look: fewer epochs, steps and seeds.
    package var quick: Bool

    /// Settings.
    package init(seed: UInt64 = 1, quick: Bool = false) {
        self.seed = seed
        self.quick = quick
    }

    /// Number of seeds of each solved map.
    var repetitions: Int { quick ? 1 : 5 }
    /// Divisor of epochs and steps.
    var haste: Int { quick ? 10 : 1 }
}
