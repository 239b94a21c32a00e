import ArgumentParser
import Pushforward
import PushforwardPaper
import PushforwardGraphics

/// `pushforward paper`
struct PaperCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "paper",
        abstract: "Repeat the paper's experiments, as published and as solved here, and write a report.",
        discussion: """
            Runs that are already in the output folder are kept, so an interrupted report resumes.

            Examples:
              pushforward paper                    the whole report, in minutes, in report/
              pushforward paper --quick            a first look in half a minute
              pushforward paper --only f1 -o f1/   one of the three maps
            """)

    @Option(name: [.short, .long], help: "Folder of the report.")
    var output = "report"

    @Option(help: "Seed of all random numbers.")
    var seed: UInt64 = 1

    @Option(help: "Only this map.")
    var only: PaperMap?

    @OptionGroup var parallel: ThreadArguments

    @Flag(help: "Use a tenth of the steps and one seed, for a first look.")
    var quick = false

    func validate() throws {
        if output.isEmpty { throw ValidationError("--output must name a folder.") }
    }

    func run() async throws {
        let settings = PaperSettings(seed: seed, quick: quick)
        let store = try RunStore(path: output, settings: settings)
        let experiment = PaperExperiment(settings, only: only, store: store)
        let line = ProgressLine()
        let results = try await experiment.carryOut(threads: parallel.count) { progress in
            line.show(finished: progress.finished, total: progress.total, name: progress.name)
        }
        line.end()
        try PaperReport.explaining(results).write(to: output)
        printSummary(results)
        print("\nThe report is \(output)/index.html")
    }

    private func printSummary(_ results: PaperResults) {
        print("map  version          floor ratio      z        p")
        for map in PaperMap.allCases {
            guard let published = results.runs.published[map] else { continue }
            printRow(map, "as published", results.result(published).record.certificate)
            if let solved = results.median(map) {
                printRow(map, "solved (median)", solved.record.certificate)
            }
        }
    }

    private func printRow(_ map: PaperMap, _ version: String, _ certificate: Certificate) {
        let cells = [
            NumberText.significant(certificate.floorRatio), NumberText.significant(certificate.z),
            NumberText.probability(certificate.pValue),
        ]
        let numbers = zip(cells, [12, 7, 8]).map { $0.alignedRight(in: $1) }
        print("\(map.rawValue)   " + version.padded(to: 16) + numbers.joined(separator: " "))
    }
}

extension PaperMap: ExpressibleByArgument {}
