import PushforwardDiscrepancies
import PushforwardNetworks
import PushforwardNumerics

extension TrainingPlan {
    /// What is minimized: weight times the distance to a power, where the distance is that of the (standardized) outputs
    /// from the target, with a squared sliced Wasserstein distance added.
    public struct LossPart: Sendable, Equatable {
        /// The distance. In files its keys stand beside the others of this part.
        public var distance = Distance.pairwiseMMD(.init())
        /// Points of the fixed sample of the target that distances other than those of two batches compare with.
        public var targetPoints = 1 << 17
        /// The distance is raised to this power: 1 minimizes a squared MMD, 1/2 the MMD.
        public var power = 1.0
        /// Factor on the gradient; 0 leaves the penalties alone at work.
        public var weight = 1.0
        /// Weight of a squared sliced Wasserstein distance of order 2 that is added.
        public var slicedWeight = 0.0
        /// Directions of it that a step uses, of 64 in up to 2 coordinates and of 512 above.
        public var slicedDirections = 8

        /// A squared MMD.
        public init() {}

        /// The loss in words; `number` writes numbers.
        package func summary(_ number: (Double) -> String) -> String {
            distance.parameters.summary(number)
                + (power == 1 ? "" : ", to the power \(number(power))")
                + (slicedWeight > 0 ? ", with sliced W2^2 of weight \(number(slicedWeight))" : "")
        }
    }

    /// A distance with its parameters.
    ///
    /// A new one is a type that conforms to `PlannedDistance`, with a case here.
    public enum Distance: Sendable, Equatable {
        /// Squared MMD by Fourier sums against one fixed sample of the target; up to 2 coordinates.
        case fourierMMD(FourierMMD)
        /// Squared MMD by pairs of a batch of outputs and a batch of target points.
        case pairwiseMMD(PairwiseMMD)
        /// Energy distance by pairs of two batches.
        case energy(Energy)
        /// Squared sliced Wasserstein distance of order 2 to one fixed sample of the target.
        case slicedWasserstein
        /// Sinkhorn divergence of squared distances of two batches.
        case sinkhorn(Sinkhorn)

        /// What `--loss` and the key `loss.kind` name.
        public enum Kind: String, Sendable, Codable, CaseIterable {
            case mmd, energy
            case slicedWasserstein = "sliced-wasserstein"
            case sinkhorn
        }

        /// What the key `loss.sums` names.
        enum Sums: String, Codable, CaseIterable {
            case fourier, pairs
        }

        /// The kind, and how its sums are computed where there are two ways.
        private var name: (kind: Kind, sums: Sums?) {
            switch self {
            case .fourierMMD: (.mmd, .fourier)
            case .pairwiseMMD: (.mmd, .pairs)
            case .energy: (.energy, nil)
            case .slicedWasserstein: (.slicedWasserstein, nil)
            case .sinkhorn: (.sinkhorn, nil)
            }
        }

        /// The parameters with what they do.
        var parameters: any PlannedDistance {
            switch self {
            case .fourierMMD(let parameters): parameters
            case .pairwiseMMD(let parameters): parameters
            case .energy(let parameters): parameters
            case .slicedWasserstein: SlicedAlone()
            case .sinkhorn(let parameters): parameters
            }
        }

        /// The distance of a kind that works for a target without tuning.
        static func recipe(_ kind: Kind, for target: FitSide) -> Distance {
            switch kind {
            case .mmd where target.dimension <= 2: .fourierMMD(FourierMMD(recipeFor: target))
            case .mmd: .pairwiseMMD(PairwiseMMD(recipeFor: target))
            case .energy: .energy(Energy())
            case .slicedWasserstein: .slicedWasserstein
            case .sinkhorn: .sinkhorn(Sinkhorn(epsilon: 0.05))
            }
        }

        /// The keys of all distances, with what their values must be.
        static let keys: [String: String] = [
            "kind": PlanKeys.name(of: Kind.self), "sums": PlanKeys.name(of: Sums.self),
        ].merging(
            [FourierMMD.keys, PairwiseMMD.keys, Energy.keys, SlicedAlone.keys, Sinkhorn.keys].joined()
                .map { ($0.key, $0.value) }
        ) { first, _ in first }
    }
}

extension TrainingPlan.Distance: Codable {
    private enum CodingKeys: String, CodingKey {
        case kind, sums
    }

    /// Reads the distance that `kind` and `sums` name; keys of other distances are left alone.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let kind = try values.decode(Kind.self, forKey: .kind)
        let sums = try values.decodeIfPresent(Sums.self, forKey: .sums)
        switch kind {
        case .mmd where sums == .fourier: self = .fourierMMD(try FourierMMD(from: decoder))
        case .mmd: self = .pairwiseMMD(try PairwiseMMD(from: decoder))
        case .energy: self = .energy(try Energy(from: decoder))
        case .slicedWasserstein: self = .slicedWasserstein
        case .sinkhorn: self = .sinkhorn(try Sinkhorn(from: decoder))
        }
    }

    /// Writes the kind and then the parameters beside it.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(name.kind, forKey: .kind)
        try values.encodeIfPresent(name.sums, forKey: .sums)
        try parameters.encode(to: encoder)
    }
}

extension TrainingPlan.LossPart: Codable {
    private enum CodingKeys: String, CodingKey {
        case targetPoints, power, weight, slicedWeight, slicedDirections
    }

    /// Reads the distance's keys and this part's from one mapping.
    public init(from decoder: any Decoder) throws {
        distance = try TrainingPlan.Distance(from: decoder)
        let values = try decoder.container(keyedBy: CodingKeys.self)
        targetPoints = try values.decode(Int.self, forKey: .targetPoints)
        power = try values.decode(Double.self, forKey: .power)
        weight = try values.decode(Double.self, forKey: .weight)
        slicedWeight = try values.decode(Double.self, forKey: .slicedWeight)
        slicedDirections = try values.decode(Int.self, forKey: .slicedDirections)
    }

    /// Writes the distance's keys and this part's into one mapping.
    public func encode(to encoder: any Encoder) throws {
        try distance.encode(to: encoder)
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(targetPoints, forKey: .targetPoints)
        try values.encode(power, forKey: .power)
        try values.encode(weight, forKey: .weight)
        try values.encode(slicedWeight, forKey: .slicedWeight)
        try values.encode(slicedDirections, forKey: .slicedDirections)
    }
}
