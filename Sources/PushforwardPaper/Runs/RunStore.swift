import Pushforward
import PushforwardRuns

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The report's folder and the folders of its finished runs.
///
/// A run's folder is written under a temporary name and renamed when it is whole, so that an interrupted report
/// keeps the runs that were done, and a second call runs the others.
package struct RunStore: Sendable {
    /// Path of the report's folder.
    package let path: String

    /// The marker of a report's folder, so that nothing is written into another folder.
    private struct Marker: Codable, Equatable {
        var format = "pushforward paper 1"
        var settings: PaperSettings
    }

    /// Opens or makes a report's folder.
    ///
    /// - Throws: `FileError` where the folder holds something else or a report with other settings, or can't be
    ///   written.
    package init(path: String, settings: PaperSettings) throws {
        self.path = path
        let markerPath = path + "/report.json"
        let manager = FileManager.default
        var isFolder = false
        if manager.fileExists(atPath: path, isDirectory: &isFolder) {
            guard isFolder else { throw FileError(path: path, reason: "expected a folder, found a file") }
            let contents = (try? manager.contentsOfDirectory(atPath: path)) ?? []
            if let data = try? readFile(markerPath) {
                guard (try? JSONDecoder().decode(Marker.self, from: data)) == Marker(settings: settings)
                else {
                    throw FileError(
                        path: path,
                        reason: "has a report with other settings (--seed or --quick); name another --output")
                }
            } else if !contents.isEmpty {
                throw FileError(path: path, reason: "is not empty and has no report; name another --output")
            }
        }
        try makeFolder(path + "/runs")
        try writeAtomically(JSONEncoder.readable.encode(Marker(settings: settings)), to: markerPath)
        for name in (try? manager.contentsOfDirectory(atPath: path + "/runs")) ?? []
        where name.hasSuffix(temporaryEnding) {
            try? manager.removeItem(atPath: path + "/runs/" + name)
        }
    }

    /// A finished run of the same plan, or `nil` where there is none.
    package func finished(_ run: PaperRun) -> FinishedRun? {
        let folder = folderPath(run)
        guard let data = try? readFile(folder + "/run.json"),
            let record = try? JSONDecoder().decode(RunRecord.self, from: data), record.run == run,
            let models = try? run.plans.indices.map({ index in
                try Model(contentsOf: "\(folder)/model-\(index + 1).safetensors")
            })
        else { return nil }
        return FinishedRun(record: record, models: models)
    }

    /// Writes a finished run: `run.json`, and `plan-k.yaml`, `history-k.csv` and `model-k.safetensors` for each network.
    ///
    /// - Throws: `FileError`.
    package func write(_ finished: FinishedRun) throws {
        let run = finished.record.run
        // A folder of this name is of another plan, or broken.
        try? FileManager.default.removeItem(atPath: folderPath(run))
        try makeFolderAtomically(folderPath(run)) { folder in
            try writeAtomically(JSONEncoder.readable.encode(finished.record), to: folder + "/run.json")
            for (index, model) in finished.models.enumerated() {
                let plan = try PlanFile.text(of: run.plans[index])
                var model = model
                model.metadata["plan"] = plan
                try writeAtomically(plan, to: folder + "/plan-\(index + 1).yaml")
                try model.write(to: folder + "/model-\(index + 1).safetensors")
                try writeAtomically(
                    finished.record.histories[index].table.commaSeparated,
                    to: folder + "/history-\(index + 1).csv")
            }
        }
    }

    private func folderPath(_ run: PaperRun) -> String { path + "/runs/" + run.name }
}
