/// A name that the catalogue of distributions does not have, or one with a wrong parameter.
public struct UnknownDistribution: Error, CustomStringConvertible, Equatable {
    /// What was asked for.
    public let name: String
    /// What is wrong with it and what would be right.
    public let problem: String
    /// The error in one line.
    public var description: String { "distribution '\(name)': \(problem)" }

    /// A name and its problem.
    public init(name: String, problem: String) {
        self.name = name
        self.problem = problem
    }
}

/// The parts of a distribution's name: `name:dimension,key=value,key=value/value`.
struct DistributionName {
    /// The whole text.
    let text: String
    /// The part before the first colon or comma.
    let kind: String
    /// The number behind the colon.
    let dimension: Int?
    /// The parameters in their order, vectors with slashes between their numbers.
    let parameters: [(key: String, values: [Double])]

    /// - Throws: ``UnknownDistribution`` where the text does not follow the grammar.
    init(_ text: String) throws {
        func problem(_ words: String) -> UnknownDistribution {
            UnknownDistribution(name: text, problem: words)
        }
        self.text = text
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        let head = parts[0].split(separator: ":", omittingEmptySubsequences: false)
        kind = String(head[0])
        if head.count > 1 {
            guard head.count == 2, let number = Int(head[1]), (1...1_000).contains(number) else {
                throw problem("expected a number of coordinates from 1 to 1000 after ':'")
            }
            dimension = number
        } else {
            dimension = nil
        }
        parameters = try parts.dropFirst().map { part in
            let sides = part.split(separator: "=", omittingEmptySubsequences: false)
            guard sides.count == 2 else { throw problem("expected key=value, found '\(part)'") }
            let values = try sides[1].split(separator: "/", omittingEmptySubsequences: false).map { word in
                guard let number = Double(word), number.isFinite else {
                    throw problem("expected a number for '\(sides[0])', found '\(word)'")
                }
                return number
            }
            return (String(sides[0]), values)
        }
    }

    /// The parts of a mixture, `0.3*ring+0.7*normal:2`, with their weights, 1 if none is given; one part for a name
    /// without '+'. A plus in an exponent such as 1e+3 separates nothing.
    static func mixtureParts(_ text: String) throws -> [(weight: Double, name: String)] {
        var parts: [String] = [""]
        for character in text {
            let last = parts[parts.count - 1]
            let isExponent = last.hasSuffix("e") && last.dropLast().last?.isNumber == true
            if character == "+" && !isExponent {
                parts.append("")
            } else if character != " " {
                parts[parts.count - 1].append(character)
            }
        }
        return try parts.map { part in
            guard let star = part.firstIndex(of: "*") else { return (1, part) }
            guard let weight = Double(part[..<star]), weight > 0, weight.isFinite else {
                throw UnknownDistribution(
                    name: text, problem: "expected a positive weight before '*', found '\(part[..<star])'")
            }
            return (weight, String(part[part.index(after: star)...]))
        }
    }
}

/// The name among several that is nearest to a mistyped one, where at most a third of its letters differ
/// (Levenshtein's distance). O(names length^2)
package func nearestName(to text: String, among names: [String]) -> String? {
    func distance(_ a: [Character], _ b: [Character]) -> Int {
        var row = Array(0...b.count)
        for (i, letter) in a.enumerated() {
            var corner = row[0]
            row[0] = i + 1
            for j in b.indices {
                let above = row[j + 1]
                row[j + 1] = min(above + 1, row[j] + 1, corner + (letter == b[j] ? 0 : 1))
                corner = above
            }
        }
        return row[b.count]
    }
    let letters = Array(text.lowercased())
    let scored = names.map { (name: $0, score: distance(letters, Array($0.lowercased()))) }
    guard let best = scored.min(by: { $0.score < $1.score }) else { return nil }
    return best.score <= max(1, max(letters.count, best.name.count) / 3) ? best.name : nil
}
