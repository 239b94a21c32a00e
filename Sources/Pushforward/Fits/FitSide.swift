public import PushforwardData
public import PushforwardNumerics

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One side of a map: a distribution of the catalogue, or the rows of a file.
public struct FitSide: Sendable {
    /// The catalogue's name or the file's path.
    public let name: String
    /// The file's rows; `nil` for a distribution of the catalogue.
    public let sample: Matrix?
    /// Names of the coordinates.
    public let columnNames: [String]
    let distribution: any Distribution

    /// A distribution of the catalogue.
    public init(_ distribution: any Distribution) {
        name = distribution.name
        sample = nil
        columnNames = (1...distribution.dimension).map(String.init)
        self.distribution = distribution
    }

    /// Points with equal probability.
    public init(_ sample: Matrix, name: String, columnNames: [String]? = nil) {
        self.name = name
        self.sample = sample
        self.columnNames = columnNames ?? (1...sample.columns).map(String.init)
        distribution = EmpiricalDistribution(sample, name: name)
    }

    /// A distribution of the catalogue by its name, or a file by its path where there is none of that name.
    ///
    /// - Throws: `UnknownDistribution`, `ReadingError`.
    public init(named name: String, options: ReadingOptions = ReadingOptions()) throws {
        let looksLikePath = name.contains("/") || name.contains(".") && !name.contains("=") || name == "-"
        if !looksLikePath {
            do {
                self.init(try Catalogue.distribution(named: name))
                return
            } catch {
                guard FileManager.default.fileExists(atPath: name) else { throw error }
            }
        }
        let table = try readSample(name, options: options)
        guard table.sample.rows >= 8 else {
            throw ReadingError(path: name, reason: "expected at least 8 rows, found \(table.sample.rows)")
        }
        self.init(table.sample.matrix, name: name, columnNames: table.names)
    }

    /// Number of coordinates.
    public var dimension: Int { distribution.dimension }
    /// Rows of a file.
    public var rows: Int? { sample?.rows }

    /// Points that show how the side is scaled: a file's rows, or an even sample of 2^14 points.
    var scalePoints: Matrix {
        if let sample { return sample }
        var random = RandomStream(seed: 0, purpose: "scale")
        return distribution.quasiRandomSample(1 << 14, using: &random)
    }

    /// The largest extent of a coordinate in standardized units, without its outermost 0.05 % on each side.
    var standardizedReach: Double {
        let points = scalePoints
        let standardized = Standardizing(robustlyOf: points)(points)
        return (0..<dimension).map { c in
            let sorted = standardized.doubles(c).sorted()
            return Statistics.quantile(ofSorted: sorted, 0.9995)
                - Statistics.quantile(ofSorted: sorted, 0.0005)
        }.max()!
    }
}
