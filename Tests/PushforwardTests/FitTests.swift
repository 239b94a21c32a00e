import Testing

@testable import Pushforward

struct FitTests {
    private static func fit(_ kind: TrainingPlan.Distance.Kind, from: String, to: FitSide, steps: Int = 60)
        throws
        -> Fit
    {
        let source = try FitSide(named: from)
        var plan = TrainingPlan.recipe(from: source, to: to, loss: kind, seed: 5)
        plan.network.hidden = [8, 8]
        plan.network.dropout = 0.1
        plan.training.batch = 40
        plan.training.steps = steps
        if case .fourierMMD(var mmd) = plan.loss.distance {
            mmd.frequencies = 8
            plan.loss.distance = .fourierMMD(mmd)
        }
        plan.loss.targetPoints = 500
        return try Fit(from: source, to: to, plan: plan)
    }

    private static func data(_ rows: Int) throws -> FitSide {
        var random = RandomStream(seed: 6)
        return FitSide(
            try Catalogue.distribution(named: "pinwheel").sample(rows, using: &random), name: "rows")
    }

    /// A fit that resumes from the bytes of a checkpoint ends with those of one that was left alone.
    @Test(arguments: TrainingPlan.Distance.Kind.allCases, [false, true])
    func checkpointsLoseNothing(_ kind: TrainingPlan.Distance.Kind, fromRows: Bool) throws {
        let side = fromRows ? try Self.data(500) : try FitSide(named: "two-moons")
        let fit = try Self.fit(kind, from: "normal:2", to: side, steps: kind == .sinkhorn ? 12 : 60)
        var files: [Checkpoint] = []
        let alone = try fit.trainNetwork { snapshot in
            if [3, 11, 40].contains(snapshot.step) {
                files.append(try Checkpoint(decoding: snapshot.checkpoint.encoded()))
            }
        }
        #expect(files.map(\.step) == [3, 11, 40].filter { $0 < fit.steps })
        for file in files {
            let resumed = try fit.trainNetwork(from: file)
            #expect(resumed.network.parameters == alone.network.parameters)
            #expect(resumed.history == alone.history && resumed.networkStep == alone.networkStep)
        }
    }

    @Test func checkpointsOfOtherPlansAreRefused() throws {
        let side = try FitSide(named: "ring")
        var file: Checkpoint?
        _ = try Self.fit(.mmd, from: "normal:2", to: side).trainNetwork { file = $0.checkpoint }
        let other = try Self.fit(.energy, from: "normal:2", to: side)
        #expect(throws: CheckpointError.self) { _ = try other.trainNetwork(from: file) }
        let data = try file!.encoded()
        for length in stride(from: 0, to: data.count, by: 997) {
            #expect(throws: CheckpointError.self) { _ = try Checkpoint(decoding: data.prefix(length)) }
        }
    }

    /// Rows held out and rows for validation are in no training batch.
    @Test func partsDoNotOverlap() throws {
        let rows = Matrix(rows: 300, columns: 1, values: (0..<300).map(Float.init))
        var part = TrainingPlan.DataPart()
        part.holdOut = 100
        part.validation = 50
        let parts = FitSide(rows, name: "numbers").split(part, seed: 3, standardize: true)
        var random = RandomStream(seed: 1)
        let training = Set(parts.training.quasiRandomSample(150, using: &random).values)
        let sets = [training, Set(parts.holdOut!.values), Set(parts.validation!.values)]
        #expect(sets.map(\.count) == [150, 100, 50])
        #expect(sets.reduce(Set<Float>()) { $0.union($1) }.count == 300)
    }

    /// A constant map far from a file's rows has a large ratio, an independent sample of them one near 1.
    @Test func certificatesOfRowsKnowTruthFromCollapse() throws {
        var random = RandomStream(seed: 8)
        let moons = try Catalogue.distribution(named: "two-moons")
        let all = moons.sample(2_000, using: &random)
        let certifier = SampleCertifier(all: all, holdOut: all.slice(0..<1_000))
        let truth = certifier.certify(source: moons, seed: 1) { $0 }
        #expect(abs(truth.floorRatio - 1) < 4 * truth.floorRatioDeviation && truth.pValue > 0.001)
        let collapsed = certifier.certify(source: moons, seed: 1) {
            Matrix(rows: $0.rows, columns: 2, values: $0.values.map { _ in 0.5 })
        }
        #expect(collapsed.floorRatio > 5 && collapsed.pValue < 0.001)
    }

    /// The first two moments as a custom loss: N(0, 1) becomes N(3, 2^2), up to the error of 5,000 points and of
    /// batches of 1,000.
    @Test func customLossesTrain() throws {
        let (source, target) = (
            try FitSide(named: "normal:1"), try FitSide(named: "normal:1,mean=3,deviation=2")
        )
        var plan = TrainingPlan.recipe(from: source, to: target)
        plan.network.hidden = [16]
        plan.training.batch = 1_000
        plan.training.steps = 300
        plan.loss.slicedWeight = 0
        plan.loss.targetPoints = 1_000
        plan.training.optimizer = .adam
        plan.training.learningRate = 0.02
        let fit = try Fit(from: source, to: target, plan: plan)
        let map = fit.model(try fit.trainNetwork(minimizing: MomentLoss()).network)
        var random = RandomStream(seed: 9)
        let images = map(StandardNormal(dimension: 1).sample(5_000, using: &random)).doubles(0)
        #expect(abs(Statistics.mean(images) - 3) < 0.3 && abs(Statistics.standardDeviation(images) - 2) < 0.3)
    }

    /// A constant map's loss is far above that of true points, whatever the loss.
    @Test(arguments: TrainingPlan.Distance.Kind.allCases)
    func anchorsTellCollapseFromTruth(_ kind: TrainingPlan.Distance.Kind) throws {
        let fit = try Self.fit(kind, from: "normal:2", to: try FitSide(named: "two-moons"), steps: 1)
        var anchors: LossAnchors?
        _ = try fit.trainNetwork { anchors = $0.anchors }
        #expect(anchors!.constant > 3 * anchors!.truth)
    }

    /// 1,000 random plans: each trains 3 steps or is refused with a reason.
    @Test(arguments: 0..<10)
    func randomPlansTrainOrAreRefused(_ group: UInt64) throws {
        var random = RandomStream(seed: group, purpose: "random plans")
        let sides =
            try ["normal:2", "uniform:1", "ring", "normal:3", "cauchy:2"].map { try FitSide(named: $0) }
            + [Self.data(60)]
        let recipes = sides.map { side in
            TrainingPlan.Distance.Kind.allCases.map {
                TrainingPlan.recipe(from: sides[0], to: side, loss: $0)
            }
        }
        var trained = 0
        for _ in 0..<100 {
            let (source, choice) = (sides[random.integer(below: 6)], random.integer(below: 6))
            let target = sides[choice]
            let plan = RandomPlan(recipes[choice][random.integer(below: 4)], using: &random).plan
            do {
                let result = try Fit(from: source, to: target, plan: plan).trainNetwork()
                #expect(result.steps == 3)
                trained += 1
            } catch is PlanError {
            } catch is TrainingError {
            }
        }
        #expect(trained > 20 && trained < 95, "\(trained) of 100 plans trained")
    }
}

/// A plan with each part at random, some of them impossible.
private struct RandomPlan {
    let plan: TrainingPlan

    init(_ recipe: TrainingPlan, using random: inout RandomStream) {
        func pick<Value>(_ values: [Value]) -> Value { values[random.integer(below: values.count)] }
        /// A good value as a rule, a bad one now and then.
        func mostly<Value>(_ values: [Value], or bad: [Value]) -> Value {
            random.integer(below: 40) == 0 ? pick(bad) : pick(values)
        }
        var plan = recipe
        plan.seed = random.next()
        plan.network.hidden = mostly([[], [3], [16, 5], [4, 4, 4]], or: [[0], [-1], [1 << 20]])
        plan.network.activation = pick(Activation.allCases)
        plan.network.output = pick(Activation.allCases)
        plan.network.initialization = pick(Initializer.Scheme.allCases)
        plan.network.gains = mostly([[], [1], [2, 1, 3]], or: [[.nan], [.infinity]])
        plan.network.dropout = mostly([0, 0.5], or: [1, -0.1])
        if case .pairwiseMMD(var mmd) = plan.loss.distance {
            mmd.kernel = pick(Kernel.Family.allCases)
            mmd.multiples = mostly([[1], [4, 1, 0.25]], or: [[], [0], [-1]])
            mmd.bandwidth = mostly([nil, 1, 1e-3, 1e3], or: [0, -1])
            mmd.estimator = pick(Estimator.allCases)
            plan.loss.distance = .pairwiseMMD(mmd)
        } else if case .fourierMMD(var mmd) = plan.loss.distance {
            mmd.period = mostly([6, 12], or: [0, -1])
            mmd.frequencies = mostly([4, 9], or: [0, 1_000])
            mmd.reflected = pick([true, false])
            plan.loss.distance = pick([.fourierMMD(mmd), .pairwiseMMD(.init())])
        } else if case .sinkhorn = plan.loss.distance {
            plan.loss.distance = .sinkhorn(.init(epsilon: mostly([0.1, 1], or: [0, -1])))
        }
        plan.loss.targetPoints = mostly([1, 300], or: [0, -1])
        plan.loss.power = mostly([0.5, 1], or: [0, -1])
        plan.loss.slicedWeight = mostly([0, 0.2], or: [-1])
        plan.loss.slicedDirections = mostly([1, 8, 64], or: [0, 513])
        plan.training.batch = mostly([2, 7, 30], or: [0, 1])
        plan.training.steps = mostly([3], or: [0, -5])
        plan.training.even = pick([true, false])
        plan.training.optimizer = pick(TrainingPlan.TrainingPart.Rule.allCases)
        plan.training.learningRate = mostly([1e-4, 0.1], or: [0, -1, .nan, 1e30])
        plan.training.schedule = pick(TrainingPlan.TrainingPart.Course.allCases)
        plan.training.averaging = mostly([0, 0.9], or: [1, -1])
        plan.training.clipping = mostly([0, 1], or: [-1])
        plan.training.l2 = mostly([0, 0.01], or: [-1])
        plan.data.sets = mostly(
            [nil, .init(training: 40, validation: 9, test: 9)],
            or: [
                .init(training: 1, validation: 0, test: 9)
            ])
        plan.data.holdOut = mostly([0, 20], or: [-1, 1, 1_000])
        plan.data.validation = mostly([0, 5], or: [-1, 1, 1_000])
        self.plan = plan
    }
}

/// Squared differences of means and second moments of each coordinate.
private struct MomentLoss: BatchLoss {
    func evaluate(outputs: Matrix, target: Matrix) -> (value: Double, gradient: Matrix) {
        var gradient = Matrix(rows: outputs.rows, columns: outputs.columns)
        var value = 0.0
        for c in 0..<outputs.columns {
            let (x, y) = (outputs.doubles(c), target.doubles(c))
            let first = Statistics.mean(x) - Statistics.mean(y)
            let second = Statistics.mean(x.map { $0 * $0 }) - Statistics.mean(y.map { $0 * $0 })
            value += first * first + second * second
            for i in 0..<outputs.rows {
                gradient[i, c] = Float((2 * first + 4 * second * x[i]) / Double(outputs.rows))
            }
        }
        return (value, gradient)
    }
}
