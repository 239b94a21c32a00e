#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The file `live.json` with the state of a fit; the trainer replaces the whole file.
package struct LiveFile: Sendable {
    /// Its path.
    package let path: String

    /// The file of a fit's folder.
    package init(folder: String) { path = folder + "/live.json" }

    /// A number that changes whenever the file is replaced; `nil` where there is none.
    package var version: String? {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else { return nil }
        let date = attributes[.modificationDate] as? Date
        return "\(attributes[.systemFileNumber] ?? 0) \(date?.timeIntervalSince1970 ?? 0)"
    }

    /// The contents on one line; `nil` where they are missing or no JSON object.
    package var contents: String? {
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: path)), data.first == UInt8(ascii: "{"),
            (try? JSONDecoder().decode(AnyObjectOfJSON.self, from: data)) != nil
        else { return nil }
        return String(decoding: data.filter { $0 != 0x0a && $0 != 0x0d }, as: UTF8.self)
    }

    /// Decodes any JSON object, and keeps nothing of it.
    private struct AnyObjectOfJSON: Decodable {
        struct Key: CodingKey {
            let stringValue: String
            var intValue: Int? { nil }
            init?(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }

        init(from decoder: any Decoder) throws { _ = try decoder.container(keyedBy: Key.self) }
    }
}
