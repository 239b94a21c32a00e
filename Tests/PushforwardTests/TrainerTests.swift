import RealModule
import Testing

@testable import Pushforward

struct TrainerTests {
    static func small(_ change: (inout TrainingPlan) -> Void = { _ in }) -> TrainingPlan {
        var plan = TrainingPlan(
            name: "small", source: "normal:2", target: "uniform:2",
            network: NetworkShape(widths: [2, 16, 16, 2], hidden: .sigmoid), initialiser: Initializer(.he),
            loss: .pairs(kernel: .gaussian, bandwidth: .median, estimator: .unbiased),
            data: .sets(training: 200, validation: 50, test: 50, batch: 50, epochs: 30),
            optimiser: .sgd(momentum: 0.9, nesterov: true), learningRate: 0.05, seed: 3)
        change(&plan)
        return plan
    }

    @Test func theSameSeedGivesTheSameBytes() async throws {
        let plans = [Self.small(), Self.small { $0.dropout = 0.2 }]
        let alone = try await concurrentMap(plans, maximumTasks: 1) { try Trainer($0).train() }
        let together = try await concurrentMap(plans, maximumTasks: 2) { try Trainer($0).train() }
        for (first, second) in zip(alone, together) {
            #expect(first.network.parameters == second.network.parameters)
            #expect(first.history == second.history)
        }
        #expect(alone[0].network.parameters != alone[1].network.parameters)
    }

    @Test func trainingLowersTheLoss() throws {
        let history = try Trainer(Self.small()).train().history
        #expect(history.test.last! < 0.2 * history.test[0])
        #expect(history.place == Array(0..<30))
    }

    /// Without a gradient and with penalty l2 a weight shrinks by 1 - 2 rate l2 per step, exactly.
    @Test func penaltyAloneDecaysWeights() throws {
        let plan = Self.small {
            $0.lossWeight = 0
            $0.penalty = Penalty(l2: 0.01)
            $0.optimiser = .plainSGD
        }
        var random = RandomStream(seed: plan.seed, purpose: "initial weights")
        let start = Network(plan.network, initialiser: plan.initialiser, using: &random)
        let end = try Trainer(plan).train().network
        let factor = Double.pow(1 - 2 * 0.05 * 0.01, plan.steps)
        for (before, after) in zip(start.weights(ofLayer: 1), end.weights(ofLayer: 1)) {
            #expect(abs(Double(after) - factor * Double(before)) < 1e-5)
        }
    }

    /// A change that makes a plan impossible, and the property that the error names.
    struct Impossible: Sendable, CustomTestStringConvertible {
        let field: String
        let change: @Sendable (inout TrainingPlan) -> Void
        var testDescription: String { field }
    }

    static let impossible: [Impossible] = [
        Impossible(field: "network.widths") { $0.network.widths = [2, 0, 2] },
        Impossible(field: "network.widths") { $0.network.widths = [3, 4, 2] },
        Impossible(field: "learningRate") { $0.learningRate = -1 },
        Impossible(field: "learningRate") { $0.learningRate = .nan },
        Impossible(field: "dropout") { $0.dropout = 1 },
        Impossible(field: "penalty") { $0.penalty = Penalty(l1: -1) },
        Impossible(field: "clipping") { $0.clipping = 0 },
        Impossible(field: "averaging") { $0.averaging = 1 },
        Impossible(field: "data.batch") {
            $0.data = .sets(training: 10, validation: 5, test: 5, batch: 50, epochs: 1)
        },
        Impossible(field: "data.steps") { $0.data = .fresh(phases: [.init(batch: 5, steps: 0)], even: true) },
    ]

    @Test(arguments: impossible)
    func impossiblePlansAreRefused(_ plan: Impossible) {
        let error = #expect(throws: PlanError.self) { _ = try Trainer(Self.small(plan.change)) }
        #expect(error?.field == plan.field)
    }

    /// A true sample is at the floor (5 deviations), a constant map far from it.
    @Test func certificateKnowsTruthFromCollapse() {
        let target = UniformCube(dimension: 2)
        let certifier = Certifier(target: target, points: 2_000)
        let truth = certifier.certify(source: target, seed: 4) { $0 }
        #expect(abs(truth.floorRatio - 1) < 5 * truth.floorRatioDeviation)
        #expect(truth.pValue > 0.001 && truth.coverage == 1 && truth.outside == 0)
        let constant = certifier.certify(source: target, seed: 4) { points in
            Matrix(rows: points.rows, columns: 2, values: points.values.map { _ in 0.5 })
        }
        #expect(constant.floorRatio > 10 && constant.pValue == 1.0 / 2000 && constant.corners == 0)
    }

    /// T^k u is uniform and (u, T^k u) fills the square: every cell of an 8 x 8 grid holds its share of a fine
    /// lattice of numbers.
    @Test func unfoldingFillsTheSquare() {
        let count = 1 << 14
        let numbers = Matrix(
            rows: count, columns: 1, values: (0..<count).map { (Float($0) + 0.5) / Float(count) })
        let points = TentMap.square(numbers, folds: 6)
        var cells = [Int](repeating: 0, count: 64)
        for i in 0..<count { cells[Int(points[i, 0] * 8) * 8 + Int(points[i, 1] * 8)] += 1 }
        #expect(cells.allSatisfy { $0 == count / 64 })
    }
}
