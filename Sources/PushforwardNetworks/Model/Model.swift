public import PushforwardNumerics

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A network between a standardized input and a standardized output, as the file of a map holds it.
public struct Model: Sendable {
    /// The network.
    public let network: Network
    /// Applied to points before the network.
    public let input: Standardizing
    /// The standardizing that is undone on the network's outputs.
    public let output: Standardizing
    /// Other facts about the map, such as source, target and plan; the file keeps the network's shape under `network`.
    public var metadata: [String: String]

    /// A network with standardizings.
    ///
    /// - Parameters:
    ///   - network: The network.
    ///   - input: Standardizes points before the network; as many coordinates as inputs. By default the identity.
    ///   - output: Undone on the outputs; as many coordinates as outputs. By default the identity.
    ///   - metadata: Texts for the file, such as source and target.
    public init(
        _ network: Network, input: Standardizing? = nil, output: Standardizing? = nil,
        metadata: [String: String] = [:]
    ) {
        let shape = network.shape
        self.network = network
        self.input = input ?? .identity(shape.inputs)
        self.output = output ?? .identity(shape.outputs)
        self.metadata = metadata
        precondition(
            self.input.dimension == shape.inputs && self.output.dimension == shape.outputs,
            "a network of widths \(shape.widths) can't have \(self.input.dimension) inputs and "
                + "\(self.output.dimension) outputs")
    }

    /// The images of points. `points` is n x inputs, the result n x outputs. O(n parameters)
    public func callAsFunction(_ points: Matrix) -> Matrix {
        network.images(of: points, input: input, output: output)
    }

    // MARK: Files

    /// The map as safetensors: `layers.0.weight` and so on, `input.offset`, `input.scale`, `output.offset`,
    /// `output.scale`.
    package var tensors: SafeTensors {
        var tensors = network.tensors
        for (name, values) in [
            ("input.offset", input.offset), ("input.scale", input.scale), ("output.offset", output.offset),
            ("output.scale", output.scale),
        ] {
            tensors[name] = .init(shape: [values.count], values: values)
        }
        var texts = metadata
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        texts["network"] = (try? encoder.encode(network.shape)).map { String(decoding: $0, as: UTF8.self) }
        return SafeTensors(tensors: tensors, metadata: texts)
    }

    /// Decodes the map of a file.
    ///
    /// - Throws: ``SafeTensorsError`` if the file holds no map, or its tensors do not fit its network.
    package init(_ file: SafeTensors) throws {
        guard let text = file.metadata["network"] else {
            throw SafeTensorsError(
                description: "the metadata have no 'network', so this is not the file of a map")
        }
        guard let shape = try? JSONDecoder().decode(NetworkShape.self, from: Data(text.utf8)),
            shape.widths.count >= 2, shape.widths.allSatisfy({ (1...65_536).contains($0) })
        else {
            throw SafeTensorsError(description: "the 'network' of the metadata is not the shape of a network")
        }
        let network = try Network(shape, tensors: file.tensors)
        guard network.hasFiniteParameters else {
            throw SafeTensorsError(description: "some parameters are not finite numbers")
        }
        self.init(
            network,
            input: try Model.standardizing("input", shape.inputs, file).followed(byInputOf: text),
            output: try Model.standardizing("output", shape.outputs, file),
            metadata: file.metadata.filter { $0.key != "network" })
    }

    private static func standardizing(_ name: String, _ dimension: Int, _ file: SafeTensors) throws
        -> Standardizing
    {
        guard file.tensors[name + ".offset"] != nil || file.tensors[name + ".scale"] != nil else {
            return .identity(dimension)
        }
        let offset = try Network.tensor(name + ".offset", [dimension], file.tensors).values
        let scale = try Network.tensor(name + ".scale", [dimension], file.tensors).values
        guard offset.allSatisfy(\.isFinite), scale.allSatisfy({ $0 > 0 && $0.isFinite }) else {
            throw SafeTensorsError(description: "tensor '\(name).scale' must be positive and finite")
        }
        return Standardizing(offset: offset, scale: scale)
    }
}

/// What networks of earlier versions did to their input, (x - inputOffset) inputScale.
private struct FormerInput: Decodable {
    let inputOffset: Double
    let inputScale: Double
}

extension Standardizing {
    /// This one with what a network of an earlier version did after it, where the text of its shape says so.
    fileprivate func followed(byInputOf text: String) throws -> Standardizing {
        guard let former = try? JSONDecoder().decode(FormerInput.self, from: Data(text.utf8)) else {
            return self
        }
        let factor = Float(1 / former.inputScale)
        guard former.inputOffset.isFinite, scale.allSatisfy({ $0 * factor > 0 && ($0 * factor).isFinite })
        else {
            throw SafeTensorsError(description: "the network's 'inputScale' must be positive and finite")
        }
        return followed(byOffset: former.inputOffset, scale: 1 / former.inputScale)
    }
}

extension Network {
    /// Whether no parameter is infinite or not a number.
    public var hasFiniteParameters: Bool {
        let pointer = parameters.pointer
        return withExtendedLifetime(parameters) {
            (0..<parameters.count).allSatisfy { pointer[$0].isFinite }
        }
    }
}
