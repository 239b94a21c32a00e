package import Pushforward
import PushforwardFigures
import PushforwardGraphics

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The folder of one fit: `plan.yaml`, `checkpoint.safetensors` while it runs, and at its end `model.safetensors`,
/// `history.csv`, `certificate.json` and `figure.svg`.
///
/// Every file is written under a temporary name and renamed, so that a fit that was killed at any moment can be resumed;
/// it then ends with the same bytes as one that was not.
package struct FitFolder: Sendable {
    /// Its path.
    package let path: String
    private static let format = "pushforward fit 1"

    /// The marker of the folder of a fit.
    private struct Marker: Codable, Equatable {
        var format: String
        /// Hashes of the rows of files, so that a resumed fit has the same data.
        var from: String
        var to: String
        var reading: FitReading
    }

    private init(_ path: String) {
        self.path = path
    }

    /// Makes the folder of a new fit; it must be empty or not exist.
    ///
    /// - Parameters:
    ///   - path: The folder.
    ///   - plan: The plan, which `plan.yaml` keeps.
    ///   - sides: Source and target, of which `fit.json` keeps fingerprints.
    ///   - reading: How the files of the sides are read.
    /// - Throws: `FileError`.
    package static func make(
        _ path: String, plan: TrainingPlan, sides: (from: FitSide, to: FitSide), reading: FitReading
    ) throws -> FitFolder {
        let contents = try? FileManager.default.contentsOfDirectory(atPath: path)
        var isFolder = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder {
            throw FileError(path: path, reason: "expected a folder, found a file")
        }
        if let contents, contents.contains("fit.json") {
            throw FileError(
                path: path,
                reason: "already has a fit; resume it with --resume \(path), or name another --output")
        }
        guard contents?.isEmpty ?? true else {
            throw FileError(path: path, reason: "is not empty and has no fit; name another --output")
        }
        let marker = Marker(
            format: format, from: sides.from.fingerprint, to: sides.to.fingerprint, reading: reading)
        try makeFolderAtomically(path) { begun in
            try writeAtomically(PlanFile.text(of: plan), to: begun + "/plan.yaml")
            try writeAtomically(JSONEncoder.readable.encode(marker), to: begun + "/fit.json")
        }
        return FitFolder(path)
    }

    /// Opens the folder of a fit that has begun.
    ///
    /// - Throws: `FileError`, or `ReadingError` if there is no fit, or the data are not those that it began with.
    package static func open(_ path: String) throws -> (folder: FitFolder, fit: Fit) {
        let folder = FitFolder(path)
        guard let data = try? readFile(folder.file("fit.json")),
            let marker = try? JSONDecoder().decode(Marker.self, from: data), marker.format == format
        else { throw ReadingError(path: path, reason: "expected the folder of a fit, found none") }
        let plan = try folder.plan()
        let sides = try marker.reading.sides(from: plan.from, to: plan.to)
        for (side, fingerprint) in [(sides.from, marker.from), (sides.to, marker.to)]
        where side.fingerprint != fingerprint {
            throw ReadingError(
                path: side.name, reason: "expected the rows that the fit in \(path) began with, found others")
        }
        return (folder, try Fit(from: sides.from, to: sides.to, plan: plan))
    }

    private func plan() throws -> TrainingPlan {
        let path = file("plan.yaml")
        let text = String(decoding: try readFile(path), as: UTF8.self)
        var layers = PlanFile()
        try layers.add(text: text, path: path)
        return try layers.wholePlan()
    }

    private func file(_ name: String) -> String { path + "/" + name }

    // MARK: Running

    /// The last checkpoint; `nil` if there is none.
    ///
    /// - Throws: `ReadingError` if the file is damaged.
    package func checkpoint() throws -> Checkpoint? {
        let path = file("checkpoint.safetensors")
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        do {
            return try Checkpoint(decoding: readFile(path))
        } catch let error as CheckpointError {
            throw ReadingError(path: path, reason: error.reason)
        }
    }

    /// Writes a checkpoint in place of the last one.
    ///
    /// - Throws: `FileError`.
    package func write(_ checkpoint: Checkpoint) throws {
        try writeAtomically(checkpoint.encoded(), to: file("checkpoint.safetensors"))
    }

    /// The certificate of the finished fit; `nil` if it has not ended.
    package func certificate() -> Certificate? {
        guard let data = try? readFile(file("certificate.json")) else { return nil }
        return try? JSONDecoder().decode(Certificate.self, from: data)
    }

    /// The path of the finished fit's model.
    package var modelPath: String { file("model.safetensors") }

    /// Writes model, history and figure, and then the certificate, which marks the end of the fit.
    ///
    /// - Throws: `FileError`.
    package func write(_ result: Fit.Result, of fit: Fit) throws {
        var model = result.model
        model.metadata["plan"] = try PlanFile.text(of: fit.plan)
        let certificate = try JSONEncoder.readable.encode(result.certificate)
        model.metadata["certificate"] = String(decoding: certificate, as: UTF8.self)
        try model.write(to: modelPath)
        try writeAtomically(result.history.table.commaSeparated, to: file("history.csv"))
        try writeAtomically(FitFigure.figure(result, of: fit).svg(), to: file("figure.svg"))
        try writeAtomically(certificate, to: file("certificate.json"))
        try? FileManager.default.removeItem(atPath: file("checkpoint.safetensors"))
    }
}

/// How the files of a fit are read.
package struct FitReading: Sendable, Codable, Equatable {
    /// Columns by name or number; all by default.
    package var columns: [String]?
    /// The byte between fields.
    package var delimiter: UInt8?
    /// Whether the first line names the columns.
    package var header: String
    /// Whether rows with missing values are left out.
    package var skipsMissing: Bool

    /// The options of a table that a fit keeps.
    package init(_ options: ReadingOptions) {
        columns = options.columns
        delimiter = options.delimiter
        header = options.header.rawValue
        skipsMissing = options.skipsMissing
    }

    private var options: ReadingOptions {
        var options = ReadingOptions()
        options.columns = columns
        options.delimiter = delimiter
        options.header = ReadingOptions.Header(rawValue: header) ?? .detected
        options.skipsMissing = skipsMissing
        return options
    }

    /// Both sides of a fit by their names or paths.
    ///
    /// - Throws: `UnknownDistribution`, `ReadingError`.
    package func sides(from: String, to: String) throws -> (from: FitSide, to: FitSide) {
        (try FitSide(named: from, options: options), try FitSide(named: to, options: options))
    }
}

extension FitSide {
    /// The name of a distribution, or a hash of a file's numbers (64-bit FNV-1a of their bits).
    var fingerprint: String {
        guard let sample else { return name }
        let hash = FNVHash.hash(sample.values.lazy.map { UInt64($0.bitPattern) })
        return "\(sample.rows) x \(sample.columns), \(String(hash, radix: 16))"
    }
}

extension History {
    /// The losses as a table: step and loss, or for fixed sets epoch and loss; and what was measured of validation and test.
    package var table: Table {
        let measured = [("validation", validation), ("test", test)].filter { !$0.1.isEmpty }
        return Table(
            header: [test.isEmpty ? "step" : "epoch", "loss"] + measured.map(\.0),
            rows: place.indices.map { row in
                ["\(place[row])", "\(training[row])"] + measured.map { "\($0.1[row])" }
            })
    }
}
