#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// A file that is not the safetensors file it should be.
public struct SafeTensorsError: Error, CustomStringConvertible, Equatable {
    /// The problem, in words.
    public let description: String
}

/// Named single-precision tensors and text metadata in the safetensors format: 8 bytes of header length (little
/// endian), a JSON header, and the numbers.
package struct SafeTensors: Sendable, Equatable {
    /// A row-major array of numbers.
    package struct Tensor: Sendable, Equatable {
        /// Extents, outermost first.
        package var shape: [Int]
        /// The numbers, row-major.
        package var values: [Float]

        /// A tensor of the given shape; `values.count` is the product of its extents.
        package init(shape: [Int], values: [Float]) {
            precondition(
                values.count == shape.reduce(1, *), "\(values.count) numbers do not fill the shape \(shape)")
            self.shape = shape
            self.values = values
        }
    }

    /// The tensors by name.
    package var tensors: [String: Tensor]
    /// Texts by name.
    package var metadata: [String: String]

    /// The contents of a file: tensors and texts by name.
    package init(tensors: [String: Tensor], metadata: [String: String] = [:]) {
        self.tensors = tensors
        self.metadata = metadata
    }

    private struct Entry: Codable {
        var dtype: String
        var shape: [Int]
        var data_offsets: [Int]
    }

    private struct Header: Codable {
        var entries: [String: Entry] = [:]
        var metadata: [String: String] = [:]

        struct Key: CodingKey {
            let stringValue: String
            var intValue: Int? { nil }
            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }

        init() {}

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            for key in container.allKeys {
                if key.stringValue == "__metadata__" {
                    metadata = try container.decode([String: String].self, forKey: key)
                } else {
                    entries[key.stringValue] = try container.decode(Entry.self, forKey: key)
                }
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            if !metadata.isEmpty {
                try container.encode(metadata, forKey: Key(stringValue: "__metadata__"))
            }
            for (name, entry) in entries { try container.encode(entry, forKey: Key(stringValue: name)) }
        }
    }

    /// The file's bytes; the same contents give the same bytes. O(numbers)
    package func encoded() throws -> Data {
        var header = Header()
        header.metadata = metadata
        var body = Data()
        for name in tensors.keys.sorted() {
            let tensor = tensors[name]!
            let start = body.count
            for value in tensor.values {
                withUnsafeBytes(of: value.bitPattern.littleEndian) { body.append(contentsOf: $0) }
            }
            header.entries[name] = Entry(
                dtype: "F32", shape: tensor.shape, data_offsets: [start, body.count])
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var json = try encoder.encode(header)
        while json.count % 8 != 0 { json.append(UInt8(ascii: " ")) }
        var file = Data()
        withUnsafeBytes(of: UInt64(json.count).littleEndian) { file.append(contentsOf: $0) }
        return file + json + body
    }

    /// Decodes the bytes of a file; single precision only. O(bytes)
    ///
    /// - Throws: ``SafeTensorsError``; nothing larger than the file is allocated before it is checked.
    package init(decoding file: Data) throws {
        let bytes = [UInt8](file)
        guard bytes.count >= 8 else {
            throw SafeTensorsError(
                description: "a safetensors file must have at least 8 bytes, not \(bytes.count)")
        }
        let length = bytes[0..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard length <= UInt64(bytes.count - 8) else {
            throw SafeTensorsError(
                description:
                    "the header claims \(length) bytes, and the file has \(bytes.count - 8) after the length")
        }
        let body = 8 + Int(length)
        guard let header = try? JSONDecoder().decode(Header.self, from: Data(bytes[8..<body])) else {
            throw SafeTensorsError(description: "the header is not the JSON of a safetensors file")
        }
        tensors = [:]
        metadata = header.metadata
        for (name, entry) in header.entries {
            tensors[name] = try SafeTensors.tensor(name, entry, bytes[body...])
        }
    }

    private static func tensor(_ name: String, _ entry: Entry, _ body: ArraySlice<UInt8>) throws -> Tensor {
        func fail(_ problem: String) -> SafeTensorsError {
            SafeTensorsError(description: "tensor '\(name)' \(problem)")
        }
        guard entry.dtype == "F32" else { throw fail("must have type F32, not \(entry.dtype)") }
        guard entry.data_offsets.count == 2, entry.data_offsets[0] >= 0,
            entry.data_offsets[1] >= entry.data_offsets[0], entry.data_offsets[1] <= body.count
        else { throw fail("has offsets \(entry.data_offsets) outside the \(body.count) bytes") }
        var count = 1
        for extent in entry.shape {
            let product = count.multipliedReportingOverflow(by: extent)
            guard extent >= 0, !product.overflow else {
                throw fail("has the impossible shape \(entry.shape)")
            }
            count = product.partialValue
        }
        let size = entry.data_offsets[1] - entry.data_offsets[0]
        guard size % 4 == 0, count == size / 4 else {
            throw fail("has \(size) bytes, which don't fit its shape \(entry.shape)")
        }
        let start = body.startIndex + entry.data_offsets[0]
        let values = (0..<count).map { index in
            let place = start + 4 * index
            let bits = (0..<4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32(body[place + $1]) }
            return Float(bitPattern: bits)
        }
        return Tensor(shape: entry.shape, values: values)
    }
}

extension Network {
    /// The parameters as `layers.0.weight` [outputs, inputs], `layers.0.bias` and so on, as PyTorch names them.
    package var tensors: [String: SafeTensors.Tensor] {
        var tensors: [String: SafeTensors.Tensor] = [:]
        for index in 0..<shape.layerCount {
            tensors["layers.\(index).weight"] = .init(
                shape: [shape.widths[index + 1], shape.widths[index]], values: weights(ofLayer: index))
            tensors["layers.\(index).bias"] = .init(
                shape: [shape.widths[index + 1]], values: biases(ofLayer: index))
        }
        return tensors
    }

    /// A network of the given shape with the parameters of a file.
    ///
    /// - Throws: ``SafeTensorsError`` where a tensor is missing or has another shape.
    package init(_ shape: NetworkShape, tensors: [String: SafeTensors.Tensor]) throws {
        // All tensors are looked at before memory is taken for the shape, which a broken file may make huge.
        let layers = try (0..<shape.layerCount).map { index in
            let (inputs, outputs) = (shape.widths[index], shape.widths[index + 1])
            return (
                weight: try Network.tensor("layers.\(index).weight", [outputs, inputs], tensors),
                bias: try Network.tensor("layers.\(index).bias", [outputs], tensors)
            )
        }
        self.init(zeros: shape)
        for (index, layer) in layers.enumerated() {
            setLayer(index, weights: layer.weight.values, biases: layer.bias.values)
        }
    }

    static func tensor(
        _ name: String, _ shape: [Int], _ tensors: [String: SafeTensors.Tensor]
    ) throws -> SafeTensors.Tensor {
        guard let tensor = tensors[name] else {
            throw SafeTensorsError(description: "tensor '\(name)' is missing")
        }
        guard tensor.shape == shape else {
            throw SafeTensorsError(description: "tensor '\(name)' has shape \(tensor.shape), not \(shape)")
        }
        return tensor
    }
}
