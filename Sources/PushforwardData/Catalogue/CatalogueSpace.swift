import RealModule

extension Catalogue {
    /// Shapes in more dimensions.
    static let spatialShapes = [swissRoll, sCurve, sphere]

    private static let swissRoll = CatalogueEntry(
        name: "swiss-roll", summary: "a rolled sheet in 3 dimensions",
        parameters: [.init("noise", 0, .notNegative)], dimension: .fixed(3)
    ) { given in
        let noise = Float(given["noise"])
        return FormulaDistribution(name: given.name, dimension: 3, uniforms: 2, normals: 3) {
            u, z, point in
            let t = 1.5 * Float.pi * (1 + 2 * u[0])
            point[0] = t * Float.cos(t) + noise * z[0]
            point[1] = 21 * u[1] + noise * z[1]
            point[2] = t * Float.sin(t) + noise * z[2]
        }
    }

    private static let sCurve = CatalogueEntry(
        name: "s-curve", summary: "a sheet bent like an S in 3 dimensions",
        parameters: [.init("noise", 0, .notNegative)], dimension: .fixed(3)
    ) { given in
        let noise = Float(given["noise"])
        return FormulaDistribution(name: given.name, dimension: 3, uniforms: 2, normals: 3) {
            u, z, point in
            let t = 3 * Float.pi * (u[0] - 0.5)
            point[0] = Float.sin(t) + noise * z[0]
            point[1] = 2 * u[1] + noise * z[1]
            point[2] = (t < 0 ? -1 : 1) * (Float.cos(t) - 1) + noise * z[2]
        }
    }

    private static let sphere = CatalogueEntry(
        name: "sphere", summary: "uniform on the surface of a ball", parameters: [.init("radius", 1)],
        dimension: .any(3)
    ) { given in
        let (d, radius) = (given.dimension, Float(given["radius"]))
        return FormulaDistribution(name: given.name, dimension: d, uniforms: 0, normals: d) {
            _, z, point in
            let length = (0..<d).reduce(Float(0)) { $0 + z[$1] * z[$1] }.squareRoot()
            for c in 0..<d { point[c] = radius * z[c] / max(length, .leastNormalMagnitude) }
        }
    }
}
