import PushforwardNetworks

/// The keys of plans, with what their values must be, in words.
enum PlanKeys {
    static let number = "a number"
    static let wholeNumber = "a whole number"
    static let numbers = "a list of numbers"
    static let wholeNumbers = "a list of whole numbers"
    static let truth = "true or false"
    static let side = "the name of a distribution or a file"

    /// One of a type's names.
    static func name<Value: CaseIterable & RawRepresentable<String>>(of type: Value.Type) -> String {
        "one of " + type.allCases.map(\.rawValue).joined(separator: ", ")
    }
}

extension TrainingPlan {
    /// Every key, such as `training.steps`, with what its value must be.
    package static let keys: [String: String] = {
        let parts = [
            "network": networkKeys, "loss": lossKeys.merging(Distance.keys) { first, _ in first },
            "training": trainingKeys, "data": dataKeys,
        ]
        let top = [
            "from": PlanKeys.side, "to": PlanKeys.side, "seed": PlanKeys.wholeNumber,
            "standardize": PlanKeys.truth,
        ]
        return parts.reduce(into: top) { all, part in
            for (key, expectation) in part.value { all["\(part.key).\(key)"] = expectation }
        }
    }()

    /// Whether a key takes a number, and whether a whole one.
    package static func number(forKey key: String) -> (isOne: Bool, isWhole: Bool) {
        let expectation = keys[key]
        let isWhole = expectation == PlanKeys.wholeNumber
        return (isWhole || expectation == PlanKeys.number, isWhole)
    }

    private static let networkKeys = [
        "hidden": PlanKeys.wholeNumbers, "activation": PlanKeys.name(of: Activation.self),
        "output": PlanKeys.name(of: Activation.self), "inputOffset": PlanKeys.number,
        "inputScale": PlanKeys.number,
        "initialization": PlanKeys.name(of: Initializer.Scheme.self), "gains": PlanKeys.numbers,
        "biasScale": PlanKeys.number, "centerRange": PlanKeys.number,
        "centersLaterLayers": PlanKeys.truth,
        "dropout": PlanKeys.number,
    ]

    private static let lossKeys = [
        "targetPoints": PlanKeys.wholeNumber, "power": PlanKeys.number, "weight": PlanKeys.number,
        "slicedWeight": PlanKeys.number, "slicedDirections": PlanKeys.wholeNumber,
    ]

    private static let trainingKeys = [
        "batch": PlanKeys.wholeNumber, "steps": PlanKeys.wholeNumber,
        "laterPhases": "a list such as [{batch: 1000, steps: 500}]", "even": PlanKeys.truth,
        "optimizer": PlanKeys.name(of: TrainingPart.Rule.self), "momentum": PlanKeys.number,
        "nesterov": PlanKeys.truth, "decay": PlanKeys.number, "learningRate": PlanKeys.number,
        "schedule": PlanKeys.name(of: TrainingPart.Course.self), "warmUp": PlanKeys.number,
        "averaging": PlanKeys.number, "clipping": PlanKeys.number, "l1": PlanKeys.number,
        "l2": PlanKeys.number, "penalizesBiases": PlanKeys.truth,
    ]

    private static let dataKeys = [
        "holdOut": PlanKeys.wholeNumber, "validation": PlanKeys.wholeNumber, "patience": PlanKeys.number,
        "sets.training": PlanKeys.wholeNumber, "sets.validation": PlanKeys.wholeNumber,
        "sets.test": PlanKeys.wholeNumber,
    ]
}
