import PushforwardData
import PushforwardNumerics

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
    private let distribution: any Distribution

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

    /// The parts of a file's rows for training, validation and the certificate, assigned by a seed.
    func split(_ data: FitPlan.DataPart, seed: UInt64) -> FitParts {
        guard let sample else {
            return FitParts(
                training: distribution, scale: Standardizing(robustlyOf: scalePoints), validation: nil,
                certificate: distribution, holdOut: nil)
        }
        var random = RandomStream(seed: seed, purpose: "split \(name)")
        var order = Array(0..<sample.rows)
        random.shuffle(&order)
        let holdOut = sample.selecting(order[..<data.holdOut])
        let validation = sample.selecting(order[data.holdOut..<data.holdOut + data.validation])
        let training = sample.selecting(order[(data.holdOut + data.validation)...])
        return FitParts(
            training: EmpiricalDistribution(training, name: name), scale: Standardizing(robustlyOf: training),
            validation: data.validation > 0 ? validation : nil,
            certificate: EmpiricalDistribution(data.holdOut > 0 ? holdOut : training, name: name),
            holdOut: data.holdOut > 0 ? holdOut : nil)
    }

    /// The largest extent of a coordinate in standardized units, without its outermost 0.05 % on each side.
    var standardizedReach: Double {
        let points = scalePoints
        let standardised = Standardizing(robustlyOf: points)(points)
        return (0..<dimension).map { c in
            let sorted = standardised.doubles(c).sorted()
            return Statistics.quantile(ofSorted: sorted, 0.9995)
                - Statistics.quantile(ofSorted: sorted, 0.0005)
        }.max()!
    }
}

/// What a side's points are used for.
struct FitParts: Sendable {
    let training: any Distribution
    let scale: Standardizing
    let validation: Matrix?
    /// What the certificate draws from.
    let certificate: any Distribution
    /// Rows of a file that are kept for the certificate.
    let holdOut: Matrix?
}

extension Standardizing {
    /// As ``init(of:)``, but by the median and half the distance of the quantiles 16 % and 84 % for columns whose
    /// deviation is more than 3 times that, as it is with heavy tails.
    init(robustlyOf sample: Matrix) {
        let plain = Standardizing(of: sample)
        var (offset, scale) = (plain.offset, plain.scale)
        for c in 0..<sample.columns {
            let sorted = sample.doubles(c).sorted()
            let half =
                0.5
                * (Statistics.quantile(ofSorted: sorted, 0.8413)
                    - Statistics.quantile(ofSorted: sorted, 0.1587))
            guard half > 0, Double(plain.scale[c]) > 3 * half else { continue }
            offset[c] = Float(Statistics.quantile(ofSorted: sorted, 0.5))
            scale[c] = Float(half)
        }
        self.init(offset: offset, scale: scale)
    }
}
