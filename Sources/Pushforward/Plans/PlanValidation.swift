/// A plan that can't be run.
public struct PlanError: Error, CustomStringConvertible, Equatable {
    /// The plan's sides.
    public let plan: String
    /// The key at fault, such as `training.steps`.
    public let key: String
    /// What it must be, and what it is.
    public let problem: String
    /// The error in one line.
    public var description: String { "plan '\(plan)': \(key) \(problem)" }
}

/// What a plan is checked against.
struct PlanCheck {
    let plan: String
    /// Coordinates of the source and of the target.
    let dimensions: (source: Int, target: Int)
    /// Rows of a target that is a file.
    let targetRows: Int?
    /// Points of the largest batch.
    let largestBatch: Int

    /// - Throws: ``PlanError`` where a condition does not hold.
    func callAsFunction(_ condition: Bool, _ key: String, _ problem: @autoclosure () -> String) throws {
        if !condition { throw PlanError(plan: plan, key: key, problem: problem()) }
    }

    /// - Throws: ``PlanError`` where a number is not positive and finite.
    func positive(_ value: Double, _ key: String) throws {
        try self(value > 0 && value.isFinite, key, "must be positive, not \(value)")
    }

    /// - Throws: ``PlanError`` where a number is negative or not finite.
    func notNegative(_ value: Double, _ key: String) throws {
        try self(value >= 0 && value.isFinite, key, "must be at least 0, not \(value)")
    }

    /// - Throws: ``PlanError`` where a number is below 0 or not below 1.
    func share(_ value: Double, _ key: String) throws {
        try self((0..<1).contains(value), key, "must be at least 0 and below 1, not \(value)")
    }

    /// - Throws: ``PlanError`` where a number is too small.
    func atLeast(_ least: Int, _ value: Int, _ key: String) throws {
        try self(value >= least, key, "must be at least \(least), not \(value)")
    }
}

extension TrainingPlan {
    /// Checks every key against the plan's sides.
    ///
    /// - Parameters:
    ///   - dimensions: Coordinates of the source and of the target.
    ///   - targetRows: Rows of a target that is a file.
    /// - Throws: ``PlanError`` for the first one that can't be.
    func validate(dimensions: (source: Int, target: Int), targetRows: Int?) throws {
        let check = PlanCheck(
            plan: title, dimensions: dimensions, targetRows: targetRows, largestBatch: largestBatch)
        try network.validate(check)
        try training.validate(check)
        try loss.validate(check)
        try data.validate(check, training: training)
    }
}

extension TrainingPlan.NetworkPart {
    fileprivate func validate(_ check: PlanCheck) throws {
        try check(hidden.count <= 64, "network.hidden", "must have at most 64 layers, not \(hidden.count)")
        try check(
            hidden.allSatisfy { (1...65_536).contains($0) }, "network.hidden",
            "must be from 1 to 65536, not \(hidden)")
        try check(gains.allSatisfy(\.isFinite), "network.gains", "must be finite, not \(gains)")
        try check(biasScale.isFinite, "network.biasScale", "must be finite, not \(biasScale)")
        try check(inputOffset.isFinite, "network.inputOffset", "must be finite, not \(inputOffset)")
        try check.positive(inputScale, "network.inputScale")
        try check.notNegative(centerRange, "network.centerRange")
        try check.share(dropout, "network.dropout")
    }
}

extension TrainingPlan.TrainingPart {
    fileprivate func validate(_ check: PlanCheck) throws {
        try check.atLeast(2, batch, "training.batch")
        try check.atLeast(1, steps, "training.steps")
        for phase in laterPhases {
            try check.atLeast(2, phase.batch, "training.laterPhases.batch")
            try check.atLeast(1, phase.steps, "training.laterPhases.steps")
        }
        try check.positive(learningRate, "training.learningRate")
        try check.share(momentum, "training.momentum")
        try check.notNegative(decay, "training.decay")
        try check((0...1).contains(warmUp), "training.warmUp", "must be from 0 to 1, not \(warmUp)")
        try check.share(averaging, "training.averaging")
        try check.notNegative(clipping, "training.clipping")
        try check.notNegative(l1, "training.l1")
        try check.notNegative(l2, "training.l2")
    }
}

extension TrainingPlan.LossPart {
    fileprivate func validate(_ check: PlanCheck) throws {
        try check.atLeast(1, targetPoints, "loss.targetPoints")
        try check.positive(power, "loss.power")
        try check.notNegative(weight, "loss.weight")
        try check.notNegative(slicedWeight, "loss.slicedWeight")
        try check(
            (1...512).contains(slicedDirections), "loss.slicedDirections",
            "must be from 1 to 512, not \(slicedDirections)")
        try distance.parameters.validate(check)
    }
}

extension TrainingPlan.DataPart {
    fileprivate func validate(_ check: PlanCheck, training: TrainingPlan.TrainingPart) throws {
        try check.positive(patience, "data.patience")
        if let rows = check.targetRows { try validate(check, rows: rows) }
        guard let sets else { return }
        try check(training.laterPhases.isEmpty, "training.laterPhases", "must be empty if data.sets is given")
        try check(
            training.batch <= sets.training, "training.batch",
            "must be at most the training set of \(sets.training) points, not \(training.batch)")
        try check.atLeast(2, sets.validation, "data.sets.validation")
        try check.atLeast(2, sets.test, "data.sets.test")
    }

    /// The use of a file's rows.
    private func validate(_ check: PlanCheck, rows: Int) throws {
        try check(holdOut >= 0, "data.holdOut", "must be at least 0, not \(holdOut)")
        try check(validation >= 0, "data.validation", "must be at least 0, not \(validation)")
        try check(
            2 * holdOut <= rows, "data.holdOut",
            "must be at most half of the \(rows) rows, not \(holdOut)")
        try check(
            holdOut + validation <= rows - 4, "data.validation",
            "and holdOut must leave at least 4 of \(rows) rows for training, not \(rows - holdOut - validation)"
        )
        try check(holdOut != 1, "data.holdOut", "must be 0 or at least 2, not 1")
        try check(validation != 1, "data.validation", "must be 0 or at least 2, not 1")
    }
}
