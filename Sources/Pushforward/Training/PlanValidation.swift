/// A plan that can't be run.
public struct PlanError: Error, CustomStringConvertible, Equatable {
    /// The plan's name.
    public let plan: String
    /// The property at fault.
    public let field: String
    /// What it must be, and what it is.
    public let problem: String
    /// The error in one line.
    public var description: String { "plan '\(plan)': \(field) \(problem)" }
}

extension TrainingPlan {
    /// Checks every property.
    ///
    /// - Throws: ``PlanError`` for the first one that is out of its range.
    public func validate() throws {
        func check(_ condition: Bool, _ field: String, _ problem: @autoclosure () -> String) throws {
            if !condition { throw PlanError(plan: name, field: field, problem: problem()) }
        }
        let widths = network.widths
        try check(
            widths.count >= 2, "network.widths", "must have at least an input and an output, not \(widths)")
        try check(
            widths.allSatisfy { (1...65_536).contains($0) }, "network.widths",
            "must be from 1 to 65536, not \(widths)")
        try check(
            learningRate.isFinite && learningRate > 0, "learningRate", "must be positive, not \(learningRate)"
        )
        try check((0..<1).contains(dropout), "dropout", "must be at least 0 and below 1, not \(dropout)")
        try check(
            penalty.l1 >= 0 && penalty.l2 >= 0, "penalty",
            "must be at least 0, not \(penalty.l1) and \(penalty.l2)")
        try check(
            (0..<1).contains(averaging ?? 0), "averaging",
            "must be at least 0 and below 1, not \(averaging ?? 0)")
        try check(clipping ?? 1 > 0, "clipping", "must be positive, not \(clipping ?? 1)")
        try check(lossPower > 0, "lossPower", "must be positive, not \(lossPower)")
        switch data {
        case .sets(let training, let validation, let test, let batch, let epochs):
            try check(batch >= 2, "data.batch", "must be at least 2, not \(batch)")
            try check(
                batch <= training, "data.batch",
                "must be at most the training set of \(training) points, not \(batch)")
            try check(
                validation >= 2 && test >= 2, "data",
                "must have at least 2 points per set, not \(validation) and \(test)")
            try check(epochs >= 1, "data.epochs", "must be at least 1, not \(epochs)")
            try check(slicedWeight == 0, "slicedWeight", "needs fresh points, not sets")
        case .fresh(let phases, _):
            try check(!phases.isEmpty, "data.phases", "must not be empty")
            for phase in phases {
                try check(phase.batch >= 2, "data.batch", "must be at least 2, not \(phase.batch)")
                try check(phase.steps >= 1, "data.steps", "must be at least 1, not \(phase.steps)")
            }
        }
        try check(slicedWeight >= 0, "slicedWeight", "must be at least 0, not \(slicedWeight)")
        try check(
            (1...512).contains(slicedDirections), "slicedDirections",
            "must be from 1 to 512, not \(slicedDirections)")
        try check(
            slicedTargetPoints >= 1, "slicedTargetPoints", "must be at least 1, not \(slicedTargetPoints)")
        if case .sets = data {
            if case .pairs = loss {
            } else {
                try check(false, "loss", "must be the sum over pairs if the data are sets, not fresh points")
            }
        }
        switch loss {
        case .pairs(_, .fixed(let r), _): try check(r > 0, "loss.bandwidth", "must be positive, not \(r)")
        case .pairs: break
        case .sliced(let points):
            try check(points >= 1, "loss.targetPoints", "must be at least 1, not \(points)")
        case .sinkhorn(let epsilon):
            try check(epsilon > 0, "loss.epsilon", "must be positive, not \(epsilon)")
            let largest = largestBatch
            try check(
                largest <= 4_096, "loss", "sinkhorn needs batches of at most 4096 points, not \(largest)")
        case .spectral(_, let period, let frequencies, let points):
            try check(
                network.outputs <= 2, "loss", "by Fourier sums needs 1 or 2 outputs, not \(network.outputs)")
            try check(period > 0, "loss.period", "must be positive, not \(period)")
            try check(
                (2...256).contains(frequencies), "loss.frequencies",
                "must be from 2 to 256, not \(frequencies)"
            )
            try check(points >= 1, "loss.targetPoints", "must be at least 1, not \(points)")
        }
    }

    /// Points of the largest batch.
    var largestBatch: Int {
        switch data {
        case .sets(_, _, _, let batch, _): batch
        case .fresh(let phases, _): phases.map(\.batch).max() ?? 0
        }
    }
}
