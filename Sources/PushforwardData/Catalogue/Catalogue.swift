/// Distributions by name.
public enum Catalogue {
    /// All kinds of distributions.
    public static let entries: [CatalogueEntry] = laws + planarShapes + spatialShapes

    /// The distribution with the given name, such as `normal:2`, `gamma:1,shape=2` or `0.3*ring+0.7*normal:2`.
    ///
    /// A name is a kind with `:d` for its coordinates and `,key=value` for its parameters; vectors and matrices have
    /// slashes between their numbers, and a mixture has `weight*name` parts with `+` between.
    ///
    /// - Throws: ``UnknownDistribution``.
    public static func distribution(named name: String) throws -> any Distribution {
        let parts = try DistributionName.mixtureParts(name)
        if parts.count == 1 { return try single(parts[0].name) }
        let components = try parts.map { (weight: $0.weight, distribution: try single($0.name)) }
        let dimensions = components.map(\.distribution.dimension)
        guard Set(dimensions).count == 1 else {
            throw UnknownDistribution(
                name: name, problem: "expected parts with the same number of coordinates, found \(dimensions)"
            )
        }
        return Mixture(name: name, components)
    }

    private static func single(_ text: String) throws -> any Distribution {
        let request = try DistributionName(text)
        guard let entry = entries.first(where: { $0.name == request.kind }) else {
            let hint = nearestName(to: request.kind, among: entries.map(\.name)).map {
                "; did you mean '\($0)'?"
            }
            throw UnknownDistribution(
                name: text,
                problem: "no distribution has this name"
                    + (hint ?? "; known names are \(entries.map(\.form).joined(separator: ", "))"))
        }
        return try entry.distribution(request)
    }
}
