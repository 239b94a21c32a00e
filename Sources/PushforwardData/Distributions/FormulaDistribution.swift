public import PushforwardNumerics

/// Points that a formula makes from a few uniform and normal numbers each.
public struct FormulaDistribution: Distribution {
    /// From a point's uniform numbers of (0, 1) and its standard normal numbers to its coordinates.
    public typealias Formula =
        @Sendable (
            _ uniforms: UnsafePointer<Float>, _ normals: UnsafePointer<Float>,
            _ point: UnsafeMutablePointer<Float>
        ) -> Void

    /// The catalogue's name, or a description.
    public let name: String
    /// Number of coordinates of each point.
    public let dimension: Int
    private let uniforms: Int
    private let normals: Int
    private let formula: Formula

    /// The distribution of a formula's points.
    ///
    /// - Parameters:
    ///   - name: The name in the catalogue.
    ///   - dimension: Coordinates d per point.
    ///   - uniforms: Uniform numbers that the formula takes per point.
    ///   - normals: Standard normal numbers that it takes per point.
    ///   - formula: The point of these numbers.
    public init(name: String, dimension: Int, uniforms: Int, normals: Int, formula: @escaping Formula) {
        self.name = name
        self.dimension = dimension
        self.uniforms = uniforms
        self.normals = normals
        self.formula = formula
    }

    /// Fills `floats` with independent points, row after row.
    public func fill(_ floats: UnsafeMutableBufferPointer<Float>, using random: inout RandomStream) {
        let block = 1_024
        var first = [Float](repeating: 0, count: max(1, block * uniforms))
        var second = [Float](repeating: 0, count: max(1, block * normals))
        let count = floats.count / dimension
        for start in stride(from: 0, to: count, by: block) {
            let size = min(block, count - start)
            first.withUnsafeMutableBufferPointer { u in
                second.withUnsafeMutableBufferPointer { z in
                    random.fillUniform(.init(rebasing: u[..<(size * uniforms)]))
                    random.fillNormal(.init(rebasing: z[..<(size * normals)]))
                    for i in 0..<size {
                        formula(
                            u.baseAddress! + i * uniforms, z.baseAddress! + i * normals,
                            floats.baseAddress! + (start + i) * dimension)
                    }
                }
            }
        }
    }

    /// A shifted lattice in place of the random numbers, where a point takes 1 or 2 of them.
    public func fillQuasiRandom(_ floats: UnsafeMutableBufferPointer<Float>, using random: inout RandomStream)
    {
        let width = uniforms + normals
        guard (1...2).contains(width) else { return fill(floats, using: &random) }
        let count = floats.count / dimension
        var numbers = [Float](repeating: 0, count: count * width)
        numbers.withUnsafeMutableBufferPointer { numbers in
            RandomLattice.fill(numbers, dimension: width, using: &random)
            for i in 0..<count {
                let start = numbers.baseAddress! + i * width
                if normals > 0 {
                    NormalDistribution.applyQuantile(.init(start: start + uniforms, count: normals))
                }
                formula(start, start + uniforms, floats.baseAddress! + i * dimension)
            }
        }
    }
}
