import ArgumentParser
import Pushforward
import PushforwardFigures
import PushforwardGraphics

/// `pushforward distributions`
struct DistributionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "distributions",
        abstract: "List the named distributions and their parameters.",
        discussion: """
            A name is a kind, then ':d' for the number of coordinates, then ',key=value' for each parameter. Separate the \
            numbers of a vector with slashes, and the parts 'weight*name' of a mixture with '+'.

            Examples:
              pushforward distributions --figure distributions.svg
              pushforward sample normal:2,mean=1/2,deviation=3 -n 1000
              pushforward sample '0.3*ring+0.7*normal:2,deviation=0.2' -n 1000
            """)

    @Option(help: ArgumentHelp("Draw each distribution in an SVG.", valueName: "file"))
    var figure: String?

    func run() throws {
        if let figure { try writeAtomically(CatalogueFigure.figure().svg(), to: figure) }
        let width = Catalogue.entries.map(\.form.count).max()! + 2
        for entry in Catalogue.entries {
            let parameters = entry.parameters.map { parameter in
                parameter.key + (parameter.standard.first.map { "=\(NumberText.plain($0))" } ?? "")
            }
            print(
                entry.form.padded(to: width) + entry.summary
                    + (parameters.isEmpty ? "" : " (\(parameters.joined(separator: ", ")))"))
        }
    }
}
