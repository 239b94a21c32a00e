import Foundation
import RealModule
import Testing

@testable import Pushforward

struct TrainingTests {
    static func small(_ change: (inout TrainingPlan) -> Void = { _ in }) -> TrainingPlan {
        var plan = TrainingPlan(from: "normal:2", to: "uniform:2")
        plan.seed = 3
        plan.network.hidden = [16, 16]
        plan.network.activation = .sigmoid
        plan.network.initialization = .he
        var mmd = TrainingPlan.Distance.PairwiseMMD()
        mmd.multiples = [1]
        mmd.estimator = .unbiased
        plan.loss.distance = .pairwiseMMD(mmd)
        plan.training.batch = 50
        plan.training.steps = 120
        plan.training.momentum = 0.9
        plan.training.learningRate = 0.05
        plan.data.sets = .init(training: 200, validation: 50, test: 50)
        change(&plan)
        return plan
    }

    @Test func theSameSeedGivesTheSameBytes() async throws {
        let plans = [Self.small(), Self.small { $0.network.dropout = 0.2 }]
        let alone = try await concurrentMap(plans, maximumTasks: 1) { try Fit($0).trainNetwork() }
        let together = try await concurrentMap(plans, maximumTasks: 2) { try Fit($0).trainNetwork() }
        for (first, second) in zip(alone, together) {
            #expect(first.network.parameters == second.network.parameters)
            #expect(first.history == second.history)
        }
        #expect(alone[0].network.parameters != alone[1].network.parameters)
    }

    @Test func trainingLowersTheLoss() throws {
        let history = try Fit(Self.small()).trainNetwork().history
        #expect(history.test.last! < 0.2 * history.test[0])
        #expect(history.place == Array(0..<30))
    }

    /// Without a gradient and with penalty l2 a weight shrinks by 1 - 2 rate l2 a step, exactly.
    @Test func penaltyAloneDecaysWeights() throws {
        let plan = Self.small {
            $0.loss.weight = 0
            $0.training.l2 = 0.01
            $0.training.momentum = 0
        }
        var random = RandomStream(seed: plan.seed, purpose: "initial weights")
        let start = Network(
            plan.network.shape(inputs: 2, outputs: 2), initializer: plan.network.initializer, using: &random)
        let end = try Fit(plan).trainNetwork().network
        let factor = Double.pow(1 - 2 * 0.05 * 0.01, plan.steps)
        for (before, after) in zip(start.weights(ofLayer: 1), end.weights(ofLayer: 1)) {
            #expect(abs(Double(after) - factor * Double(before)) < 1e-5)
        }
    }

    /// Runs on fixed sets go on from a checkpoint in the midst of an epoch to the same bytes, whatever the loss.
    @Test(arguments: TrainingPlan.Distance.Kind.allCases)
    func fixedSetsGoOnFromCheckpoints(_ kind: TrainingPlan.Distance.Kind) throws {
        let side = try FitSide(named: "normal:2")
        let plan = Self.small {
            $0.training.steps = 14
            $0.loss.distance = .recipe(kind, for: side)
            $0.loss.slicedWeight = 0.1
        }
        var files: [Checkpoint] = []
        let alone = try Fit(plan).trainNetwork {
            files.append(try Checkpoint(decoding: $0.checkpoint.encoded()))
        }
        #expect(alone.history.place == [0, 1, 2] && alone.history.validation.count == 3)
        #expect(files.map(\.step) == [4, 8, 12, 14])
        for file in files {
            let resumed = try Fit(plan).trainNetwork(from: file)
            #expect(resumed.network.parameters == alone.network.parameters)
            #expect(resumed.history == alone.history)
        }
    }

    /// A change that makes a plan impossible, and the key that the error names.
    struct Impossible: Sendable, CustomTestStringConvertible {
        let key: String
        let change: @Sendable (inout TrainingPlan) -> Void
        var testDescription: String { key }
    }

    static let impossible: [Impossible] = [
        Impossible(key: "network.hidden") { $0.network.hidden = [0] },
        Impossible(key: "network.gains") { $0.network.gains = [.nan] },
        Impossible(key: "network.inputScale") { $0.network.inputScale = 0 },
        Impossible(key: "network.dropout") { $0.network.dropout = 1 },
        Impossible(key: "training.learningRate") { $0.training.learningRate = -1 },
        Impossible(key: "training.learningRate") { $0.training.learningRate = .nan },
        Impossible(key: "training.l1") { $0.training.l1 = -1 },
        Impossible(key: "training.clipping") { $0.training.clipping = -1 },
        Impossible(key: "training.averaging") { $0.training.averaging = 1 },
        Impossible(key: "training.steps") { $0.training.steps = 0 },
        Impossible(key: "training.batch") { $0.training.batch = 201 },
        Impossible(key: "training.laterPhases") { $0.training.laterPhases = [.init(batch: 5, steps: 5)] },
        Impossible(key: "data.sets.test") { $0.data.sets?.test = 1 },
        Impossible(key: "loss.power") { $0.loss.power = 0 },
        Impossible(key: "loss.epsilon") { $0.loss.distance = .sinkhorn(.init(epsilon: 0)) },
    ]

    @Test(arguments: impossible)
    func impossiblePlansAreRefused(_ plan: Impossible) {
        let error = #expect(throws: PlanError.self) { _ = try Fit(Self.small(plan.change)) }
        #expect(error?.key == plan.key)
    }

    /// Each key of a file is known, and each known one is in some file.
    @Test func keysAreThoseOfFiles() throws {
        let side = try FitSide(named: "normal:3")
        var found: Set<String> = []
        for distance in TrainingPlan.Distance.Kind.allCases.map({
            TrainingPlan.Distance.recipe($0, for: side)
        })
            + [.fourierMMD(.init())]
        {
            let plan = Self.small { $0.loss.distance = distance }
            let file = try JSONSerialization.jsonObject(with: JSONEncoder().encode(plan))
            func visit(_ value: Any, _ path: String) {
                guard let parts = value as? [String: Any] else {
                    found.insert(path)
                    return
                }
                for (key, part) in parts { visit(part, path.isEmpty ? key : path + "." + key) }
            }
            visit(file, "")
        }
        #expect(found == Set(TrainingPlan.keys.keys))
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
