import PushforwardDiscrepancies
import PushforwardNetworks
import PushforwardNumerics

#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// The whole state of a training: with it the training resumes as if it had never stopped.
///
/// A file of it is safetensors: the numbers as tensors `parameters`, `average`, `moments.0`, `moments.1` and `best`, and
/// in the metadata the rest as JSON under `state`.
public struct Checkpoint: Sendable {
    /// The plan that is run.
    public let plan: TrainingPlan
    let run: RunState
    let streams: BatchStreams
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
        plan: TrainingPlan, run: RunState, streams: BatchStreams, log: IntervalLog,
        validation: ValidationState.Progress?
    ) {
        self.plan = plan
        self.run = run
        self.streams = streams
        self.log = log
        self.validation = validation
    }

    // MARK: Files

    private static let format = 2

    /// What is not an array of floats.
    private struct Rest: Codable {
        var format = Checkpoint.format
        let plan: TrainingPlan
        let step: Int
        let optimizerSteps: Int
        let dropout: RandomStream
        let directions: RandomStream
        let streams: BatchStreams
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
            directions: run.directions, streams: streams, log: log, validation: state)
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
            throw CheckpointError(reason: "is broken: \(error)")
        }
        guard let text = file.metadata["state"],
            let rest = try? JSONDecoder().decode(Rest.self, from: Data(text.utf8)),
            rest.format == Checkpoint.format,
            let parameters = file.tensors["parameters"]?.values,
            let average = file.tensors["average"]?.values,
            let first = file.tensors["moments.0"]?.values, let second = file.tensors["moments.1"]?.values
        else {
            throw CheckpointError(
                reason: "is broken or of another version; without it the training starts from its first step")
        }
        var validation = rest.validation
        validation?.best = file.tensors["best"]?.values
        self.init(
            plan: rest.plan,
            run: RunState(
                parameters: parameters, average: average, moments: [first, second],
                optimizerSteps: rest.optimizerSteps, step: rest.step, dropout: rest.dropout,
                directions: rest.directions), streams: rest.streams, log: rest.log,
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
