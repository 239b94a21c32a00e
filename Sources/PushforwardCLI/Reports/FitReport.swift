import Pushforward
import PushforwardGraphics
import PushforwardRuns

/// The outcome of `pushforward fit`, as text and as JSON.
struct FitReport {
    private let certificate: Certificate
    private let fit: Fit
    private let folder: FitFolder
    private let duration: Duration?
    /// The number of steps done, and the step of the chosen network; `nil` if the fit had ended before.
    private let steps: (done: Int, network: Int)?

    init(
        _ certificate: Certificate, fit: Fit, folder: FitFolder, duration: Duration? = nil,
        steps: (done: Int, network: Int)? = nil
    ) {
        self.steps = steps
        self.certificate = certificate
        self.fit = fit
        self.folder = folder
        self.duration = duration
    }

    /// What the fit is going to do.
    static func heading(_ fit: Fit) -> String {
        let plan = fit.plan
        let widths = ([fit.dimensions.source] + plan.network.hidden + [fit.dimensions.target]).map(
            String.init)
        let training = plan.training
        var lines = [
            row("fit", "\(plan.from) to \(plan.to), seed \(plan.seed)"),
            row("network", "\(widths.joined(separator: "-")), \(plan.network.activation.rawValue)"),
            row("loss", plan.loss.summary { NumberText.plain($0) }),
            row(
                "steps",
                "\(NumberText.grouped(training.steps)) of \(training.batch) points, \(training.optimizer.rawValue), "
                    + "learning rate \(NumberText.plain(training.learningRate)), \(training.schedule.rawValue)"
            ),
        ]
        if plan.data.holdOut > 0 || plan.data.validation > 0 {
            lines.append(
                row(
                    "rows",
                    "\(NumberText.grouped(plan.data.holdOut)) held out for the certificate, "
                        + "\(NumberText.grouped(plan.data.validation)) for validation"))
        }
        return lines.joined(separator: "\n")
    }

    var text: String {
        let ratio = NumberText.plain(certificate.floorRatio)
        let deviation = NumberText.plain(certificate.floorRatioDeviation)
        let measured = fit.plan.data.holdOut > 0 ? "rows held out" : "fresh points"
        var lines: [String] = []
        if let duration {
            lines.append(FitReport.row("time", "\(NumberText.fixed(duration / .seconds(1), decimals: 1)) s"))
        }
        if let steps, steps.network < fit.steps {
            let end =
                steps.done < fit.steps
                ? "training stopped after step \(NumberText.grouped(steps.done)); " : ""
            lines.append(
                FitReport.row(
                    "validation", end + "the network of step \(NumberText.grouped(steps.network)) was best")
            )
        }
        lines += [
            FitReport.row(
                "certificate",
                "floor ratio \(ratio) (a perfect map: 1 ± \(deviation)), p-value \(NumberText.plain(certificate.pValue)), "
                    + "\(NumberText.grouped(certificate.points)) \(measured)"),
            FitReport.row("model", folder.modelPath),
        ]
        return lines.joined(separator: "\n")
    }

    private static func row(_ name: String, _ value: String) -> String {
        name.padded(to: 12) + " " + value
    }

    /// The documented object.
    private struct Document: Encodable {
        let from: String
        let to: String
        let seed: UInt64
        let steps: Int
        let folder: String
        let model: String
        let certificate: Certificate
    }

    func json() throws -> String {
        try TestReport.json(
            Document(
                from: fit.plan.from, to: fit.plan.to, seed: fit.plan.seed, steps: fit.steps,
                folder: folder.path,
                model: folder.modelPath, certificate: certificate))
    }
}
