import PushforwardData
import PushforwardNumerics

/// What a side's points are used for.
struct FitParts: Sendable {
    let training: any Distribution
    /// What brings the points to mean 0 and deviation 1; the identity where the plan does not standardize.
    let scale: Standardizing
    let validation: Matrix?
    /// What the certificate draws from.
    let certificate: any Distribution
    /// Rows of a file that are kept for the certificate.
    let holdOut: Matrix?
}

extension FitSide {
    /// The parts of a file's rows for training, validation and the certificate, assigned by a seed.
    func split(_ data: TrainingPlan.DataPart, seed: UInt64, standardize: Bool) -> FitParts {
        guard let sample else {
            return FitParts(
                training: distribution,
                scale: standardize ? Standardizing(robustlyOf: scalePoints) : .identity(dimension),
                validation: nil, certificate: distribution, holdOut: nil)
        }
        var random = RandomStream(seed: seed, purpose: "split \(name)")
        var order = Array(0..<sample.rows)
        random.shuffle(&order)
        let holdOut = sample.selecting(order[..<data.holdOut])
        let validation = sample.selecting(order[data.holdOut..<data.holdOut + data.validation])
        let training = sample.selecting(order[(data.holdOut + data.validation)...])
        return FitParts(
            training: EmpiricalDistribution(training, name: name),
            scale: standardize ? Standardizing(robustlyOf: training) : .identity(dimension),
            validation: data.validation > 0 ? validation : nil,
            certificate: EmpiricalDistribution(data.holdOut > 0 ? holdOut : training, name: name),
            holdOut: data.holdOut > 0 ? holdOut : nil)
    }
}

extension TrainingPlan.DataPart {
    /// The same use of a source's rows, none of them for validation.
    func scaled(to rows: Int?) -> TrainingPlan.DataPart {
        var part = self
        part.holdOut = min((rows ?? 0) / 2, 10_000)
        part.validation = 0
        return part
    }
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

/// A distribution whose points are standardized.
struct StandardizedDistribution: Distribution {
    private let base: any Distribution
    private let scale: Standardizing

    init(_ base: any Distribution, _ scale: Standardizing) {
        self.base = base
        self.scale = scale
    }

    var name: String { base.name }
    var dimension: Int { base.dimension }
    var size: Int? { base.size }

    func fill(_ floats: UnsafeMutableBufferPointer<Float>, using random: inout RandomStream) {
        base.fill(floats, using: &random)
        scale.apply(floats)
    }

    func fillQuasiRandom(_ floats: UnsafeMutableBufferPointer<Float>, using random: inout RandomStream) {
        base.fillQuasiRandom(floats, using: &random)
        scale.apply(floats)
    }
}
