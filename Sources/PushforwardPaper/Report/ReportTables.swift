import Pushforward
import PushforwardGraphics

/// The report's tables.
enum ReportTables {
    /// Our losses beside the paper's, every 100 epochs (or every tenth part of a shorter run).
    static func losses(_ table: PublishedTable, _ history: History) -> Table {
        let rows = table.epochs.enumerated().map { index, epoch -> [String] in
            let row = history.place.firstIndex(of: epoch)
            func ours(_ values: [Double]) -> String {
                NumberText.fixed(row.map { values[$0] }, decimals: 4)
            }
            func theirs(_ values: [Double]) -> String { NumberText.fixed(values[index], decimals: 4) }
            return [
                "\(epoch)", theirs(table.training), ours(history.training), theirs(table.validation),
                ours(history.validation), theirs(table.test), ours(history.test),
            ]
        }
        return Table(
            header: [
                "epoch", "training, paper", "training, ours", "validation, paper", "validation, ours",
                "test, paper",
                "test, ours",
            ], rows: rows)
    }

    /// One row per map, with its certificate.
    static func certificates(_ rows: [(String, Certificate)]) -> Table {
        Table(
            header: [
                "map", "floor ratio", "its deviation", "sliced W1", "z", "p", "coverage", "corners",
                "outside",
                "worst tail error", "maximum |coordinate|",
            ],
            rows: rows.map { name, c in
                func fixed(_ value: Double?, _ decimals: Int = 3) -> String {
                    NumberText.fixed(value, decimals: decimals)
                }
                return [
                    name, NumberText.significant(c.floorRatio),
                    NumberText.significant(c.floorRatioDeviation, digits: 2),
                    NumberText.significant(c.slicedWasserstein), NumberText.significant(c.z),
                    NumberText.probability(c.pValue), fixed(c.coverage), fixed(c.corners, 2),
                    fixed(c.outside), fixed(c.worstTail), fixed(c.largest, 2),
                ]
            })
    }

    /// Anchors, published, explanatory and solved maps.
    static func allCertificates(_ results: PaperResults) -> Table {
        var rows = results.anchors.map { ("\($0.map.rawValue): \($0.name)", $0.certificate) }
        let runs =
            PaperMap.allCases.compactMap { results.runs.published[$0] } + results.runs.explanations
            + results.runs.alternatives + PaperMap.allCases.flatMap { results.runs.solved[$0] ?? [] }
        rows += runs.map { ($0.name, results.result($0).record.certificate) }
        return certificates(rows)
    }

    /// Medians over the seeds of each solved map.
    static func medians(_ results: PaperResults) -> Table {
        Table(
            header: ["map", "seeds", "floor ratio", "z", "p", "corners", "worst tail error"],
            rows: PaperMap.allCases.compactMap { map in
                guard let runs = results.runs.solved[map], !runs.isEmpty else { return nil }
                let all = runs.map { results.result($0).record.certificate }
                func median(_ value: (Certificate) -> Double?, _ decimals: Int) -> String {
                    NumberText.fixed(Statistics.median(all.compactMap(value)), decimals: decimals)
                }
                return [
                    map.rawValue, "\(all.count)", median(\.floorRatio, 3), median(\.z, 2),
                    median(\.pValue, 3),
                    median(\.corners, 2), median(\.worstTail, 3),
                ]
            })
    }

    /// The study: a row a setting and layer.
    static func study(_ settings: [RegularizationPlans.Setting], _ results: PaperResults) -> Table {
        Table(
            header: [
                "setting", "floor ratio", "z", "corners", "layer", "standard deviation", "excess kurtosis",
                "share below 1e-3", "maximum",
            ],
            rows: settings.flatMap { setting in
                let record = results.result(setting.run).record
                return record.weights[0].enumerated().map { layer, weights in
                    [
                        setting.label, NumberText.significant(record.certificate.floorRatio),
                        NumberText.significant(record.certificate.z),
                        NumberText.fixed(record.certificate.corners, decimals: 2),
                        "W\(layer + 1)",
                        NumberText.significant(weights.standardDeviation),
                        NumberText.significant(weights.excessKurtosis),
                        NumberText.fixed(weights.nearZero, decimals: 3),
                        NumberText.significant(weights.largest),
                    ]
                }
            })
    }

    /// Two moons: distances to the distribution and to the training points.
    static func moons(_ settings: [RegularizationPlans.Setting], _ results: PaperResults) -> Table {
        Table(
            header: [
                "setting", "sliced W1 to the distribution", "sliced W1 to the points", "floor ratio", "z",
            ],
            rows: settings.map { setting in
                let record = results.result(setting.run).record
                return [
                    setting.label, NumberText.significant(record.certificate.slicedWasserstein),
                    NumberText.significant(record.distanceToSample),
                    NumberText.significant(record.certificate.floorRatio),
                    NumberText.significant(record.certificate.z),
                ]
            })
    }
}
