import Pushforward

/// Trains with a loss that the module does not have: the first two moments of each coordinate.
/// `swift run -c release --package-path Examples CustomLoss`
@main
enum CustomLoss {
    static func main() throws {
        let (source, target) = (
            try FitSide(named: "normal:1"), try FitSide(named: "normal:1,mean=3,deviation=2")
        )
        var plan = TrainingPlan.recipe(from: source, to: target)
        plan.training.steps = 400
        plan.loss.slicedWeight = 0
        let map = try Fit(from: source, to: target, plan: plan).train(minimizing: MomentLoss()).model
        var random = RandomStream(seed: 9)
        let images = map(StandardNormal(dimension: 1).sample(10_000, using: &random)).doubles(0)
        print(Statistics.mean(images), Statistics.standardDeviation(images))
    }
}

/// Squared differences of means and second moments.
struct MomentLoss: BatchLoss {
    func evaluate(outputs: Matrix, target: Matrix) -> (value: Double, gradient: Matrix) {
        let (n, d) = (outputs.rows, outputs.columns)
        var gradient = Matrix(rows: n, columns: d)
        var value = 0.0
        for c in 0..<d {
            let (x, y) = (outputs.doubles(c), target.doubles(c))
            let first = Statistics.mean(x) - Statistics.mean(y)
            let second = Statistics.mean(x.map { $0 * $0 }) - Statistics.mean(y.map { $0 * $0 })
            value += first * first + second * second
            for i in 0..<n { gradient[i, c] = Float((2 * first + 4 * second * x[i]) / Double(n)) }
        }
        return (value, gradient)
    }
}
