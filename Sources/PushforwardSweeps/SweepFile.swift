import Pushforward
package import PushforwardRuns
import Yams

/// Reads a sweep's file: a plan's keys, and under `sweep` what varies.
///
///     from: normal:2
///     to: ring
///     training: {steps: 1500}
///     sweep:
///       method: random
///       trials: 20
///       seeds: 2
///       vary:
///         training.learningRate: {from: 0.01, to: 1, scale: log}
///         network.activation: [tanh, gelu]
package struct SweepFile {
    private let path: String
    private let text: String
    private static let keys = [
        "method", "trials", "seeds", "seed", "minimumSteps", "reduction", "vary",
    ]
    private static let rangeKeys = ["from", "to", "scale", "count"]

    /// The file's text; `path` is its name in messages.
    package init(text: String, path: String) {
        self.text = text
        self.path = path
    }

    /// What varies, and the keys of the plan that do not.
    ///
    /// - Throws: `ReadingError` with line and column.
    package func read() throws -> (plan: SweepPlan, base: PlanFile) {
        var base = PlanFile()
        guard let node = try base.add(text: text, path: path, except: "sweep") else {
            throw ReadingError(
                path: path, reason: "expected a part 'sweep' that says what varies, found none")
        }
        guard base.text("from") != nil, base.text("to") != nil else {
            throw ReadingError(path: path, reason: "expected 'from' and 'to', the two sides of the fits")
        }
        guard let mapping = node.mapping else { throw error(node, "sweep: expected keys such as 'vary'") }
        for (key, _) in mapping { try check(key, among: SweepFile.keys, what: "a sweep") }
        let method = try choice(mapping["method"], SweepPlan.Method.allCases, or: .grid, "sweep.method")
        let plan = SweepPlan(
            method: method, parameters: try parameters(mapping["vary"], node, method: method),
            trials: try whole(mapping["trials"], 1...10_000, or: 20, "sweep.trials"),
            seeds: try seeds(mapping["seeds"]),
            searchSeed: UInt64(try whole(mapping["seed"], 0...Int.max, or: 1, "sweep.seed")),
            minimumSteps: try whole(
                mapping["minimumSteps"], 1...1_000_000_000, or: 100, "sweep.minimumSteps"),
            reduction: try whole(mapping["reduction"], 2...100, or: 3, "sweep.reduction"), text: text)
        if plan.method == .grid {
            let size = plan.parameters.reduce(1.0) { $0 * Double($1.gridValues.count) }
            guard size <= 10_000 else {
                throw error(
                    node,
                    "sweep.vary: a grid of \(Int(min(size, 1e15))) configurations is too large; use random draws"
                )
            }
        }
        if plan.method == .asha, let steps = mapping["vary"]?.mapping?["training.steps"] {
            throw error(steps, "sweep.vary: leave out training.steps, which successive halving sets itself")
        }
        return (plan, base)
    }

    // MARK: Parts

    private func parameters(_ node: Node?, _ parent: Node, method: SweepPlan.Method) throws
        -> [SearchParameter]
    {
        guard let node, let mapping = node.mapping, !mapping.isEmpty else {
            throw error(
                node ?? parent,
                "sweep.vary: expected keys of a plan with their values, such as 'training.learningRate: [0.1, 0.3]'"
            )
        }
        return try mapping.map { key, value in
            let name = key.string ?? "?"
            if let problem = PlanFile.problem(withKey: name) { throw error(key, "sweep.vary: \(problem)") }
            if ["from", "to", "seed"].contains(name) {
                throw error(
                    key,
                    "sweep.vary: '\(name)' must be the same for all trials"
                        + (name == "seed" ? "; see 'seeds'" : ""))
            }
            return SearchParameter(key: name, values: try values(value, key: name, method: method))
        }
    }

    private func values(_ node: Node, key: String, method: SweepPlan.Method) throws -> SearchParameter.Values
    {
        if let list = node.sequence {
            guard !list.isEmpty else { throw error(node, "sweep.vary.\(key): expected at least one value") }
            return .choices(list.map(SweepFile.flow))
        }
        guard let mapping = node.mapping else {
            throw error(
                node,
                "sweep.vary.\(key): expected a list of values, or a range such as {from: 0.01, to: 1, scale: log}"
            )
        }
        for (name, _) in mapping { try check(name, among: SweepFile.rangeKeys, what: "a range") }
        let current = PlanFile.currentKey(key.split(separator: ".").map(String.init))
        let kind = TrainingPlan.number(forKey: current.joined(separator: "."))
        guard kind.isOne else {
            let expectation = TrainingPlan.keys[current.joined(separator: ".")] ?? "another kind of value"
            throw error(
                node, "sweep.vary.\(key): expected a list of values, because the key is \(expectation)")
        }
        let low = try number(mapping["from"], node, "sweep.vary.\(key).from")
        let high = try number(mapping["to"], node, "sweep.vary.\(key).to")
        guard low < high else {
            throw error(node, "sweep.vary.\(key): expected 'from' below 'to', found \(low) and \(high)")
        }
        let scale = try choice(mapping["scale"], RangeScale.allCases, or: .linear, "sweep.vary.\(key).scale")
        guard scale == .linear || low > 0 else {
            throw error(
                node, "sweep.vary.\(key): expected a positive 'from' on a logarithmic scale, found \(low)")
        }
        if method == .grid, mapping["count"] == nil {
            throw error(
                node, "sweep.vary.\(key): expected 'count', the number of values of the range in a grid")
        }
        let count = try whole(mapping["count"], 1...10_000, or: 1, "sweep.vary.\(key).count")
        return .range(
            from: low, to: high, isLogarithmic: scale == .log, isWhole: kind.isWhole,
            count: count)
    }

    private enum RangeScale: String, CaseIterable {
        case linear, log
    }

    private func seeds(_ node: Node?) throws -> [UInt64] {
        guard let node else { return [1] }
        guard let list = node.sequence else {
            return (1...UInt64(try whole(node, 1...1_000, or: 1, "sweep.seeds"))).map { $0 }
        }
        let seeds = list.compactMap { $0.scalar.flatMap { UInt64($0.string) } }
        guard seeds.count == list.count, !seeds.isEmpty, Set(seeds).count == seeds.count else {
            throw error(node, "sweep.seeds: expected a number of seeds, or a list of different ones")
        }
        return seeds
    }

    // MARK: Values

    private func whole(_ node: Node?, _ range: ClosedRange<Int>, or standard: Int, _ name: String) throws
        -> Int
    {
        guard let node else { return standard }
        guard let value = node.int, range.contains(value) else {
            let text = SweepFile.flow(node)
            throw error(
                node,
                "\(name): expected a whole number from \(range.lowerBound) to \(range.upperBound), found '\(text)'"
            )
        }
        return value
    }

    private func number(_ node: Node?, _ parent: Node, _ name: String) throws -> Double {
        guard let node else { throw error(parent, "\(name): expected a number, found none") }
        guard let value = node.scalar.flatMap({ Double($0.string) }), value.isFinite else {
            throw error(node, "\(name): expected a number, found '\(SweepFile.flow(node))'")
        }
        return value
    }

    private func choice<Choice: RawRepresentable<String>>(
        _ node: Node?, _ all: [Choice], or standard: Choice, _ name: String
    ) throws -> Choice {
        guard let node else { return standard }
        guard let value = node.scalar.flatMap({ Choice(rawValue: $0.string) }) else {
            let names = all.map(\.rawValue).joined(separator: ", ")
            throw error(node, "\(name): expected one of \(names), found '\(SweepFile.flow(node))'")
        }
        return value
    }

    private func check(_ key: Node, among keys: [String], what: String) throws {
        let name = key.string ?? "?"
        guard !keys.contains(name) else { return }
        let hint = nearestName(to: name, among: keys).map { ", did you mean '\($0)'?" }
        throw error(
            key, "\(what) has no key '\(name)'" + (hint ?? "; known keys are \(keys.joined(separator: ", "))")
        )
    }

    private func error(_ node: Node, _ reason: String) -> ReadingError {
        ReadingError(path: path, line: node.mark?.line, column: node.mark?.column, reason: reason)
    }

    /// A value as one line of YAML.
    private static func flow(_ node: Node) -> String {
        switch node {
        case .sequence(let list): "[" + list.map(flow).joined(separator: ", ") + "]"
        case .mapping(let mapping):
            "{" + mapping.map { flow($0) + ": " + flow($1) }.joined(separator: ", ") + "}"
        default: node.scalar?.string ?? ""
        }
    }
}
