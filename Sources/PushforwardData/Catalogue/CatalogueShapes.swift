import RealModule

extension Catalogue {
    /// Shapes in the plane.
    static let planarShapes = [
        ring, annulus, twoMoons, spirals, pinwheel, checkerboard, eightGaussians, twentyFiveGaussians,
    ]

    private static let ring = planar(
        "ring", "a circle with normal noise across it",
        [.init("radius", 1), .init("noise", 0.05, .notNegative)], uniforms: 1, normals: 1
    ) { given in
        let (radius, noise) = (Float(given["radius"]), Float(given["noise"]))
        return { u, z, point in polar(radius + noise * z[0], 2 * Float.pi * u[0], point) }
    }

    private static let annulus = CatalogueEntry(
        name: "annulus", summary: "uniform between two circles",
        parameters: [.init("inner", 0.5, .notNegative), .init("outer", 1)], dimension: .fixed(2)
    ) { given in
        let (inner, outer) = (Float(given["inner"]), Float(given["outer"]))
        guard inner < outer else { throw given.refusal("'inner' must be below 'outer'") }
        return FormulaDistribution(name: given.name, dimension: 2, uniforms: 2, normals: 0) { u, _, point in
            let square = inner * inner + (outer * outer - inner * inner) * u[1]
            polar(square.squareRoot(), 2 * Float.pi * u[0], point)
        }
    }

    private static let twoMoons = planar(
        "two-moons", "two interleaved half circles with noise", [.init("noise", 0.1, .notNegative)],
        uniforms: 2, normals: 2
    ) { given in
        let noise = Float(given["noise"])
        return { u, z, point in
            let angle = Float.pi * u[0]
            let (cosine, sine) = (Float.cos(angle), Float.sin(angle))
            let isUpper = u[1] < 0.5
            point[0] = (isUpper ? cosine : 1 - cosine) + noise * z[0]
            point[1] = (isUpper ? sine : 0.5 - sine) + noise * z[1]
        }
    }

    /// Points at the square root of their way along an arm, so that the arms are about evenly dense.
    private static let spirals = planar(
        "spirals", "spiral arms with noise",
        [
            .init("arms", 2, .count), .init("turns", 1.5), .init("radius", 3),
            .init("noise", 0.1, .notNegative),
        ], uniforms: 2, normals: 2
    ) { given in
        let (arms, turns) = (Float(given["arms"]), Float(given["turns"]))
        let (radius, noise) = (Float(given["radius"]), Float(given["noise"]))
        return { u, z, point in
            let way = u[0].squareRoot()
            let arm = (u[1] * arms).rounded(.down)
            let angle = 2 * Float.pi * (turns * way + arm / arms)
            polar(radius * way, angle, point)
            point[0] += noise * z[0]
            point[1] += noise * z[1]
        }
    }

    /// After Johnson, Duvenaud, Wiltschko, Datta and Adams 2016: normals about (1, 0), turned by the arm's angle plus
    /// bend exp(x).
    private static let pinwheel = planar(
        "pinwheel", "bent blades",
        [
            .init("arms", 5, .count), .init("length", 0.3), .init("width", 0.1),
            .init("bend", 0.25, .number),
        ], uniforms: 1, normals: 2
    ) { given in
        let (arms, bend) = (Float(given["arms"]), Float(given["bend"]))
        let (length, width) = (Float(given["length"]), Float(given["width"]))
        return { u, z, point in
            let (x, y) = (1 + length * z[0], width * z[1])
            let arm = (u[0] * arms).rounded(.down)
            let angle = 2 * Float.pi * arm / arms + bend * Float.exp(x)
            let (cosine, sine) = (Float.cos(angle), Float.sin(angle))
            point[0] = cosine * x - sine * y
            point[1] = sine * x + cosine * y
        }
    }

    /// Half of the squares of each column are black; which ones follows the column's parity.
    private static let checkerboard = CatalogueEntry(
        name: "checkerboard", summary: "uniform on the black squares of a board over (-2, 2)^2",
        parameters: [.init("squares", 4, .count)], dimension: .fixed(2)
    ) { given in
        let squares = Float(given["squares"])
        guard squares.truncatingRemainder(dividingBy: 2) == 0 else {
            throw given.refusal("'squares' must be even, not \(Int(squares))")
        }
        return FormulaDistribution(name: given.name, dimension: 2, uniforms: 2, normals: 0) { u, _, point in
            let column = min((squares * u[0]).rounded(.down), squares - 1)
            let place = squares / 2 * u[1]
            let row = min(place.rounded(.down), squares / 2 - 1)
            let height = 2 * row + column.truncatingRemainder(dividingBy: 2) + (place - row)
            point[0] = 4 * u[0] - 2
            point[1] = 4 * height / squares - 2
        }
    }

    private static let eightGaussians = CatalogueEntry(
        name: "8-gaussians", summary: "eight normals on a circle",
        parameters: [.init("radius", 2), .init("deviation", 0.2)], dimension: .fixed(2)
    ) { given in
        let angles = (0..<8).map { (index: Int) in Double.pi / 4 * Double(index) }
        return mixture(
            given, centers: angles.map { [Double.cos($0), Double.sin($0)] }, scale: given["radius"])
    }

    private static let twentyFiveGaussians = CatalogueEntry(
        name: "25-gaussians", summary: "5 x 5 normals",
        parameters: [.init("spacing", 1), .init("deviation", 0.1)], dimension: .fixed(2)
    ) { given in
        let centers = (0..<25).map { (index: Int) in [Double(index / 5 - 2), Double(index % 5 - 2)] }
        return mixture(given, centers: centers, scale: given["spacing"])
    }

    private static func planar(
        _ name: String, _ summary: String, _ parameters: [CatalogueEntry.Parameter], uniforms: Int,
        normals: Int,
        _ formula: @escaping @Sendable (CatalogueEntry.Arguments) -> FormulaDistribution.Formula
    ) -> CatalogueEntry {
        CatalogueEntry(name: name, summary: summary, parameters: parameters, dimension: .fixed(2)) {
            FormulaDistribution(
                name: $0.name, dimension: 2, uniforms: uniforms, normals: normals, formula: formula($0))
        }
    }

    private static func polar(_ radius: Float, _ angle: Float, _ point: UnsafeMutablePointer<Float>) {
        point[0] = radius * Float.cos(angle)
        point[1] = radius * Float.sin(angle)
    }

    private static func mixture(
        _ given: CatalogueEntry.Arguments, centers: [[Double]], scale: Double
    ) -> Mixture {
        let variance = given["deviation"] * given["deviation"]
        return Mixture(
            name: given.name,
            centers.map { center in
                let normal = GeneralNormal(
                    name: "normal:2", mean: center.map { scale * $0 }, covariance: [variance, 0, 0, variance])!
                return (1, normal)
            })
    }
}
