package import Pushforward
package import Yams

/// Plans as YAML: a recipe, and the keys that a user sets.
///
/// Files are partial and strict: keys that they leave out come from the recipe, and a key that plans do not have is an
/// error with file, line, column and the nearest known key.
package struct PlanFile {
    /// A source of keys: a file, or `key=value` of a command line.
    private struct Layer {
        let path: String
        let isFile: Bool
        let values: [(key: [String], node: Node)]

        /// The keys as they are written; their values have the names of today.
        func written(_ key: [String]) -> String { keys[key] ?? key.joined(separator: ".") }
        private let keys: [[String]: String]

        init(path: String, isFile: Bool, values: [(key: [String], node: Node)]) {
            self.path = path
            self.isFile = isFile
            let named = values.map { (key: PlanFile.currentKey($0.key), written: $0.key, node: $0.node) }
            self.values = named.map { ($0.key, $0.node) }
            keys = Dictionary(named.map { ($0.key, $0.written.joined(separator: ".")) }) { $1 }
        }
    }

    /// Keys of earlier versions, which are read for good, and what they are called now.
    private static let formerKeys = [
        "standardise": "standardize", "network.initialisation": "network.initialization",
        "training.optimiser": "training.optimizer",
    ]

    /// A key by its name of today.
    package static func currentKey(_ key: [String]) -> [String] {
        formerKeys[key.joined(separator: ".")]?.split(separator: ".").map(String.init) ?? key
    }

    private var layers: [Layer] = []

    /// A file that sets no key.
    package init() {}

    /// The text of a plan's file.
    ///
    /// - Throws: `ReadingError`.
    package static func contents(of path: String) throws -> String {
        do {
            return String(decoding: try readFile(path), as: UTF8.self)
        } catch let error as FileError {
            throw ReadingError(path: path, reason: error.reason)
        }
    }

    // MARK: Layers

    /// Adds the keys of a YAML text.
    ///
    /// - Parameters:
    ///   - text: The YAML.
    ///   - path: The file's name for error messages.
    /// - Throws: `ReadingError`.
    package mutating func add(text: String, path: String) throws {
        try add(
            Layer(path: path, isFile: true, values: PlanFile.leaves(PlanFile.root(of: text, path: path), [])))
    }

    /// Adds the keys of a YAML text but one at its top, whose value is returned where the text has it.
    ///
    /// - Throws: `ReadingError`.
    package mutating func add(text: String, path: String, except part: String) throws -> Node? {
        guard case .mapping(var mapping) = try PlanFile.root(of: text, path: path) else { return nil }
        let value = mapping[Node(part)]
        mapping[Node(part)] = nil
        try add(Layer(path: path, isFile: true, values: PlanFile.leaves(.mapping(mapping), [])))
        return value
    }

    private static func root(of text: String, path: String) throws -> Node {
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch let error as YamlError {
            throw PlanFile.error(error, path)
        }
        guard let root, case .mapping = root else {
            throw ReadingError(
                path: path, reason: "expected keys of a plan, such as 'from: normal:2', found none")
        }
        return root
    }

    /// The problem with a key that plans do not have; `nil` for the keys that they have.
    package static func problem(withKey key: String) -> String? {
        let parts = key.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard TrainingPlan.keys[currentKey(parts).joined(separator: ".")] == nil else { return nil }
        let names = TrainingPlan.keys.keys.sorted()
        let ending = names.filter { $0.split(separator: ".").last.map(String.init) == parts.last }
        let hint = (ending.first ?? nearestName(to: key, among: names)).map { ", did you mean '\($0)'?" }
        return "plans have no key '\(key)'" + (hint ?? "; known keys are \(names.joined(separator: ", "))")
    }

    /// Adds one key, such as `training.steps=500`.
    ///
    /// - Throws: `ReadingError`.
    package mutating func add(assignment: String) throws {
        let path = "--set \(assignment)"
        guard let sign = assignment.firstIndex(of: "="), sign != assignment.startIndex else {
            throw ReadingError(path: path, reason: "expected key=value, such as training.steps=500")
        }
        let key = assignment[..<sign].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        let text = String(assignment[assignment.index(after: sign)...])
        // A value may itself hold colons, as in to=normal:2; mappings stand in lists only.
        let isText = text.isEmpty || text.contains(": ") && !text.hasPrefix("[")
        let node = isText ? nil : try? Yams.compose(yaml: text)
        try add(Layer(path: path, isFile: false, values: [(key, node ?? Node(text))]))
    }

    private mutating func add(_ layer: Layer) throws {
        for (key, node) in layer.values {
            if let problem = PlanFile.problem(withKey: layer.written(key)) {
                throw PlanFile.error(layer, node, problem)
            }
        }
        layers.append(layer)
    }

    /// The text that the last layer sets for a key such as `from`; `nil` if none sets it.
    package func text(_ key: String) -> String? {
        let path = key.split(separator: ".").map(String.init)
        return layers.reversed().lazy.flatMap(\.values).first { $0.key == path }?.node.scalar?.string
    }

    // MARK: Plans

    /// The recipe with all keys that the layers set, in order.
    ///
    /// - Throws: `ReadingError` for a value of the wrong kind.
    func applied(to recipe: TrainingPlan) throws -> TrainingPlan {
        var root = try YAMLEncoder().encode(recipe)
        var tree = try Yams.compose(yaml: root) ?? Node([(Node, Node)]())
        for layer in layers {
            for (key, node) in layer.values { PlanFile.set(node, at: key[...], in: &tree) }
        }
        root = try Yams.serialize(node: tree)
        do {
            return try YAMLDecoder().decode(TrainingPlan.self, from: root)
        } catch let error as DecodingError {
            throw located(error)
        }
    }

    /// The plan that was set, over the recipe of its sides and loss.
    ///
    /// - Throws: `ReadingError` for a value of the wrong kind.
    package func plan(from source: FitSide, to target: FitSide) throws -> TrainingPlan {
        let kind = text("loss.kind").flatMap(TrainingPlan.Distance.Kind.init(rawValue:))
        return try applied(to: .recipe(from: source, to: target, loss: kind))
    }

    /// The plan of a file that says all of it; what files of earlier versions leave out has its plain default.
    ///
    /// - Throws: `ReadingError` for a value of the wrong kind.
    package func wholePlan() throws -> TrainingPlan { try applied(to: TrainingPlan(from: "", to: "")) }

    /// A plan as YAML with all its keys.
    package static func text(of plan: TrainingPlan) throws -> String {
        guard let tree = try Yams.compose(yaml: YAMLEncoder().encode(plan)) else { return "" }
        return try Yams.serialize(node: readable(tree))
    }

    /// Numbers without exponents where they are short so, and lists on one line.
    private static func readable(_ node: Node) -> Node {
        switch node {
        case .mapping(let mapping): return Node(mapping.map { ($0.key, readable($0.value)) })
        case .sequence(let list): return Node(list.map(readable), .implicit, .flow)
        case .scalar(let scalar):
            guard scalar.string.contains("e"), let value = Double(scalar.string) else { return node }
            let text = "\(value)"
            return Node(text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
        default: return node
        }
    }

    private static func set(_ node: Node, at key: ArraySlice<String>, in tree: inout Node) {
        guard let first = key.first else {
            tree = node
            return
        }
        guard var mapping = tree.mapping else { return }
        var child = mapping[Node(first)] ?? Node([(Node, Node)]())
        set(node, at: key.dropFirst(), in: &child)
        mapping[Node(first)] = child
        tree = .mapping(mapping)
    }

    /// The values below a node with their keys; sequences are values.
    private static func leaves(_ node: Node, _ key: [String]) -> [(key: [String], node: Node)] {
        guard let mapping = node.mapping else { return [(key, node)] }
        return Array(mapping).flatMap { name, value in leaves(value, key + [name.string ?? "?"]) }
    }

    // MARK: Errors

    private static func error(_ layer: Layer, _ node: Node, _ reason: String) -> ReadingError {
        guard layer.isFile, let mark = node.mark else {
            return ReadingError(path: layer.path, reason: reason)
        }
        return ReadingError(path: layer.path, line: mark.line, column: mark.column, reason: reason)
    }

    private static func error(_ error: YamlError, _ path: String) -> ReadingError {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            ReadingError(path: path, line: mark.line, column: mark.column, reason: "not YAML: \(problem)")
        default:
            ReadingError(
                path: path, reason: "not YAML: \(error)".split(separator: "\n").joined(separator: " "))
        }
    }

    /// What a key's value must be, in words.
    private func expectation(of key: String) -> String { TrainingPlan.keys[key] ?? "a number" }

    /// Where the value that can't be decoded was set.
    private func located(_ error: DecodingError) -> ReadingError {
        let context: DecodingError.Context
        switch error {
        case .keyNotFound(let key, let found):
            let name = (found.codingPath + [key]).map(\.stringValue).joined(separator: ".")
            return ReadingError(
                path: "plan", reason: "\(name): expected \(expectation(of: name)), found none")
        case .typeMismatch(_, let found), .valueNotFound(_, let found), .dataCorrupted(let found):
            context = found
        @unknown default: return ReadingError(path: "plan", reason: "\(error)")
        }
        let key = Array(
            context.codingPath.prefix { $0.intValue == nil }.map(\.stringValue))
        let name = key.joined(separator: ".")
        for layer in layers.reversed() {
            guard let (_, node) = layer.values.first(where: { $0.key == key }) else { continue }
            let found = node.scalar?.string ?? "another kind of value"
            return PlanFile.error(
                layer, node,
                "\(layer.written(key)): expected \(expectation(of: name)), found '\(found)'")
        }
        return ReadingError(path: "plan", reason: "\(name): \(context.debugDescription)")
    }
}
