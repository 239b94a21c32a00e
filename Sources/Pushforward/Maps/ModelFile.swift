public import PushforwardData
public import PushforwardNetworks
import PushforwardNumerics

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Model {
    /// The map that a safetensors file holds.
    ///
    /// - Throws: `ReadingError`, which names the file and its problem.
    public init(contentsOf path: String) throws {
        let data: Data
        do {
            data = try readFile(path)
        } catch let error as FileError {
            throw ReadingError(path: path, reason: error.reason)
        }
        do {
            try self.init(SafeTensors(decoding: data))
        } catch let error as SafeTensorsError {
            throw ReadingError(path: path, reason: error.description)
        }
    }

    /// Writes the map as safetensors.
    ///
    /// - Throws: `FileError`.
    public func write(to path: String) throws { try writeAtomically(tensors.encoded(), to: path) }

    /// The distribution of the catalogue that the map starts from; `nil` where its file names none.
    ///
    /// - Parameter path: The file, for errors.
    /// - Throws: `UnknownDistribution`, or `ReadingError` where it does not fit the network.
    public func source(path: String) throws -> (any Distribution)? {
        guard let name = metadata["source"] else { return nil }
        let base = try Catalogue.distribution(named: name)
        guard base.dimension == network.shape.inputs else {
            throw ReadingError(
                path: path,
                reason: "expected a network of \(base.dimension) inputs for its source \(name), found "
                    + "\(network.shape.inputs)")
        }
        return base
    }
}
