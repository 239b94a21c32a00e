import PushforwardNumerics

/// A name that the catalogue of distributions does not have, or one with a wrong parameter.
public struct UnknownDistribution: Error, CustomStringConvertible, Equatable {
    /// What was asked for.
    public let name: String
    /// The error in one line.
    public var description: String {
        "no distribution is called '\(name)'; known are \(Catalogue.names.joined(separator: ", "))"
    }
}

/// Distributions by name.
public enum Catalogue {
    /// The names, with `d` for a number of coordinates from 1 to 1000.
    public static let names = ["normal:d", "uniform:d", "two-moons", "checkerboard"]

    /// The distribution with the given name, such as `normal:2` or `two-moons`.
    ///
    /// - Throws: ``UnknownDistribution``.
    public static func distribution(named name: String) throws -> any Distribution {
        let parts = name.split(separator: ":", omittingEmptySubsequences: false)
        let dimension = parts.count == 2 ? Int(parts[1]) : nil
        switch (parts[0], parts.count, dimension) {
        case ("normal", 2, .some(1...1000)): return StandardNormal(dimension: dimension!)
        case ("uniform", 2, .some(1...1000)): return UniformCube(dimension: dimension!)
        case ("two-moons", 1, _): return TwoMoons()
        case ("checkerboard", 1, _): return Checkerboard()
        default: throw UnknownDistribution(name: name)
        }
    }
}
