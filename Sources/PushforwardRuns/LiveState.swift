package import Pushforward

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Shows a live view the state of a fit: it replaces `live.json` in the fit's folder at most four times a second.
package final class LiveWriter {
    private static let points = 1_000
    private let path: String
    private let fit: Fit
    private let sourcePoints: Matrix
    private let targetPoints: [[Float]]
    private let glance: Glance
    private let start = ContinuousClock.now
    private var written: ContinuousClock.Instant?
    private var looked: ContinuousClock.Instant?
    private var ratio: Double?
    private var anchors: LossAnchors?

    /// A writer of `live.json` in the folder of a fit.
    package init(_ fit: Fit, folder: FitFolder) {
        path = folder.path + "/live.json"
        self.fit = fit
        sourcePoints = fit.sourcePoints(LiveWriter.points)
        targetPoints = LiveWriter.rows(fit.targetPoints(LiveWriter.points))
        glance = fit.glance()
    }

    /// What the file holds.
    private struct State: Encodable {
        struct Place: Encodable {
            let step: Int
            let loss: Double
        }

        struct Anchors: Encodable {
            let constant: Double
            let floor: Double
        }

        struct Certified: Encodable {
            let floorRatio: Double
            let pValue: Double?
        }

        let name = "fit"
        let source: String
        let target: String
        let dimension: Int
        let step: Int
        let steps: Int
        let seconds: Double
        let history: [Place]
        let anchors: Anchors?
        let targetPoints: [[Float]]
        let points: [[Float]]
        let certificate: Certified?
        let state: String
    }

    /// Writes the state of the training, at most four times a second; estimates the floor ratio once a second.
    ///
    /// - Throws: `FileError`.
    package func tell(_ snapshot: TrainingSnapshot) throws {
        let now = ContinuousClock.now
        if let written, now - written < .milliseconds(250) { return }
        written = now
        let map = fit.model(snapshot.network)
        if looked.map({ now - $0 > .seconds(1) }) ?? true {
            looked = now
            ratio = glance.floorRatio(map)
        }
        if anchors == nil { anchors = snapshot.anchors }
        try write(
            step: snapshot.step, steps: snapshot.steps, history: snapshot.history, map: map,
            certificate: ratio.map { .init(floorRatio: $0, pValue: nil) }, state: "training")
    }

    /// Writes the end of the fit.
    ///
    /// - Throws: `FileError`.
    package func tell(_ result: Fit.Result) throws {
        try write(
            step: result.steps.done, steps: fit.steps, history: result.history, map: result.model,
            certificate: .init(floorRatio: result.certificate.floorRatio, pValue: result.certificate.pValue),
            state: "finished")
    }

    private func write(
        step: Int, steps: Int, history: History, map: Model, certificate: State.Certified?, state: String
    ) throws {
        let value = State(
            source: fit.plan.from, target: fit.plan.to, dimension: fit.dimensions.target, step: step,
            steps: steps,
            seconds: (ContinuousClock.now - start) / .seconds(1),
            history: zip(history.place, history.training).map { .init(step: $0, loss: $1) },
            anchors: anchors.map { .init(constant: $0.constant, floor: $0.truth) },
            targetPoints: targetPoints, points: LiveWriter.rows(map(sourcePoints)), certificate: certificate,
            state: state)
        let encoder = JSONEncoder()
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        try writeAtomically(encoder.encode(value), to: path)
    }

    /// The first two coordinates of each point.
    private static func rows(_ points: Matrix) -> [[Float]] {
        (0..<points.rows).map { row in (0..<min(2, points.columns)).map { points[row, $0] } }
    }
}
