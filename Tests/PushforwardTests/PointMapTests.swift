import Foundation
import Testing

@testable import Pushforward

struct PointMapTests {
    private static func model(_ activation: Activation, widths: [Int] = [2, 9, 7, 3]) -> Model {
        var random = RandomStream(seed: 11)
        let shape = NetworkShape(widths: widths, hidden: activation)
        let network = Network(
            shape, initializer: Initializer(.glorot, gains: [2], biasScale: 1), using: &random)
        return Model(
            network, input: Standardizing(offset: [1, -2], scale: [2, 3]),
            output: Standardizing(
                offset: (0..<widths.last!).map { Float($0) }, scale: (0..<widths.last!).map { Float($0 + 1) }),
            metadata: ["source": "normal:2"])
    }

    private var points: Matrix {
        var random = RandomStream(seed: 12)
        return Matrix(rows: 300, columns: 2, values: random.normals(600))
    }

    @Test(arguments: Activation.allCases)
    func modelsSurviveTheirFiles(_ activation: Activation) throws {
        let model = Self.model(activation)
        let back = try Model(SafeTensors(decoding: model.tensors.encoded()))
        #expect(back(points) == model(points) && back.metadata == model.metadata)
    }

    /// Networks of earlier versions did (x - inputOffset) inputScale to their input, after it was standardized.
    @Test func inputsOfEarlierVersionsAreRead() throws {
        let model = Self.model(.tanh)
        var file = model.tensors
        file.metadata["network"] =
            file.metadata["network"]!.dropLast() + ",\"inputOffset\":0.5,\"inputScale\":4}"
        let moved = Matrix(
            rows: 300, columns: 2,
            values: points.values.enumerated().map { index, x in
                let (offset, scale): (Float, Float) = index % 2 == 0 ? (1, 2) : (-2, 3)
                return (((x - offset) / scale - 0.5) * 4) * scale + offset
            })
        for (a, b) in zip(try Model(file)(points).values, model(moved).values) {
            #expect(abs(a - b) < 1e-4 * max(1, abs(b)))
        }
    }

    /// Every truncation and every changed byte of a small file is refused or gives some model; none crashes.
    @Test func brokenModelsAreRefused() throws {
        let data = try Self.model(.tanh, widths: [2, 3, 1]).tensors.encoded()
        for length in 0..<data.count {
            #expect(throws: SafeTensorsError.self) {
                _ = try Model(SafeTensors(decoding: data.prefix(length)))
            }
        }
        var random = RandomStream(seed: 13)
        for place in 0..<data.count {
            var changed = [UInt8](data)
            changed[place] = UInt8(random.integer(below: 256))
            _ = try? Model(SafeTensors(decoding: Data(changed)))
        }
    }

    /// The graph computed in double precision against the network's single precision.
    @Test(arguments: Activation.allCases)
    func graphsAreTheModels(_ activation: Activation) {
        let model = Self.model(activation)
        let (images, graph) = (model(points), ONNXGraph(model).evaluate(points))
        for (a, b) in zip(images.values, graph.values) { #expect(abs(a - b) <= 2e-5 * max(1, abs(b))) }
    }

    @Test func closedFormsAndAffineNetworksInvert() throws {
        let uniform = Matrix(rows: 4, columns: 1, values: [0.001, 0.2, 0.5, 0.999])
        let map = try PointMap(named: "uniform-to-normal:1")
        #expect(abs(map(uniform)[1, 0] - -0.841_621_2) < 1e-6)
        for (a, b) in zip(map.inverse!(map(uniform)).values, uniform.values) { #expect(abs(a - b) < 1e-6) }
        let affine = PointMap.model(Self.model(.identity, widths: [2, 5, 2]))
        for (a, b) in zip(affine.inverse!(affine(points)).values, points.values) {
            #expect(abs(a - b) < 1e-4)
        }
        #expect(PointMap.model(Self.model(.tanh, widths: [2, 5, 2])).inverse == nil)
        #expect(PointMap.model(Self.model(.identity, widths: [2, 5, 3])).inverse == nil)
        #expect(throws: ReadingError.self) { _ = try PointMap(named: "nowhere.safetensors") }
    }

    @Test func standardizingGoesBack() {
        let scale = Standardizing(of: points)
        let standardized = scale(points)
        for c in 0..<2 {
            #expect(abs(Statistics.mean(standardized.doubles(c))) < 1e-6)
            #expect(abs(Statistics.standardDeviation(standardized.doubles(c)) - 1) < 1e-6)
        }
        for (a, b) in zip(scale.inverse(standardized).values, points.values) { #expect(abs(a - b) < 1e-6) }
        let constant = Standardizing(of: Matrix(rows: 3, columns: 1, values: [7, 7, 7]))
        #expect(constant.scale == [1] && constant.offset == [7])
    }
}
