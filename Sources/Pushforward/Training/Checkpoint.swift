import PushforwardDiscrepancies
import PushforwardNetworks
import PushforwardNumerics

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The whole state of a training on fresh points: with it the training resumes as if it had never stopped.
///
/// A file of it is safetensors: the numbers as tensors `parameters`, `average`, `moments.0`, `moments.1` and `best`, and
/// in the metadata the rest as JSON under `state`.
public struct Checkpoint: Sendable {
    /// The plan that is run.
    public let plan: TrainingPlan
    let run: RunState
    let targets: RandomStream
    let points: RandomStream
    let log: IntervalLog
    let validation: ValidationState.Progress?

    /// Steps done.
    public var step: Int { run.step }

    /// What changes in a network under training.
    struct RunState: Sendable {
        var parameters: [Float]
        var average: [Float]
        var moments: [[Float]]
        var optimizerSteps: Int
        var step: Int
        var dropout: RandomStream
        var directions: RandomStream
    }

    init(
        plan: TrainingPlan, run: RunState, targets: RandomStream, points: RandomStream, log: IntervalLog,
        validation: ValidationState.Progress?
    ) {
        self.plan = plan
        self.run = run
        self.targets = targets
        self.points = points
        self.log = log
        self.validation = validation
    }

    // MARK: Files

    /// What is not an array of floats.
    private struct Rest: Codable {
        var format = 1
        let plan: TrainingPlan
        let step: Int
        let optimizerSteps: Int
        let dropout: RandomStream
        let directions: RandomStream
        let targets: RandomStream
        let points: RandomStream
        let log: IntervalLog
        let validation: ValidationState.Progress?
    }

    /// The bytes of a file.
    public func encoded() throws -> Data {
        var state = validation
        let best = state?.best
        state?.best = nil
        let rest = Rest(
            plan: plan, step: run.step, optimizerSteps: run.optimizerSteps, dropout: run.dropout,
            directions: run.directions, targets: targets, points: points, log: log, validation: state)
        var tensors = [
            "parameters": run.parameters, "average": run.average, "moments.0": run.moments[0],
            "moments.1": run.moments[1],
        ]
        if let best { tensors["best"] = best }
        let text = String(decoding: try JSONEncoder().encode(rest), as: UTF8.self)
        return try SafeTensors(
            tensors: tensors.mapValues { .init(shape: [$0.count], values: $0) }, metadata: ["state": text]
        ).encoded()
    }

    /// Reads a file's bytes.
    ///
    /// - Throws: ``CheckpointError``.
    public init(decoding data: Data) throws {
        let file: SafeTensors
        do {
            file = try SafeTensors(decoding: data)
        } catch {
            throw CheckpointError(reason: "\(error)")
        }
        guard let text = file.metadata["state"],
            let rest = try? JSONDecoder().decode(Rest.self, from: Data(text.utf8)), rest.format == 1,
            let parameters = file.tensors["parameters"]?.values,
            let average = file.tensors["average"]?.values,
            let first = file.tensors["moments.0"]?.values, let second = file.tensors["moments.1"]?.values
        else { throw CheckpointError(reason: "is not a checkpoint of this version") }
        var validation = rest.validation
        validation?.best = file.tensors["best"]?.values
        self.init(
            plan: rest.plan,
            run: RunState(
                parameters: parameters, average: average, moments: [first, second],
                optimizerSteps: rest.optimizerSteps, step: rest.step, dropout: rest.dropout,
                directions: rest.directions), targets: rest.targets, points: rest.points, log: rest.log,
            validation: validation)
    }
}

/// A checkpoint that can't be resumed.
public struct CheckpointError: Error, CustomStringConvertible, Equatable {
    /// What is wrong.
    public let reason: String
    /// The error in one line.
    public var description: String { "the checkpoint \(reason)" }
}

/// Mean losses over 200 intervals of a run.
struct IntervalLog: Sendable, Codable {
    private(set) var history = History()
    let interval: Int
    private var sum = 0.0
    private var count = 0

    init(steps: Int) {
        interval = max(1, steps / 200)
    }

    /// Adds one step's loss; returns whether an interval is complete.
    mutating func add(_ loss: Double) -> Bool {
        sum += loss
        count += 1
        guard count % interval == 0 else { return false }
        history.place.append(count - interval)
        history.training.append(sum / Double(interval))
        sum = 0
        return true
    }

    /// Adds the validation's distance at the end of an interval.
    mutating func addValidation(_ distance: Double) { history.validation.append(distance) }
}
