import RealModule

/// How the learning rate changes over a run, as a factor on the plan's rate.
public enum Schedule: Sendable, Codable, Equatable {
    /// The factor is 1.
    case constant
    /// From 1 to `final` along half a cosine, after a linear warm-up over the first share `warmUp` of the steps.
    case cosine(warmUp: Double, final: Double)
    /// A linear rise over the first share `warmUp` of the steps, then 1.
    case warmUp(Double)
    /// Multiplied by `factor` after each of the given shares of the steps.
    case step(factor: Double, at: [Double])

    /// The factor at step 0 ..< steps.
    public func factor(step: Int, of steps: Int) -> Double {
        let progress = Double(step) / Double(max(steps, 1))
        switch self {
        case .constant: return 1
        case .warmUp(let share): return Schedule.rise(step, steps, share)
        case .cosine(let share, let final):
            let along = max(0, progress - share) / max(1 - share, 1e-12)
            let fall = final + (1 - final) * 0.5 * (1 + Double.cos(.pi * along))
            return Schedule.rise(step, steps, share) * fall
        case .step(let factor, let places):
            return Double.pow(factor, places.count { progress >= $0 })
        }
    }

    private static func rise(_ step: Int, _ steps: Int, _ share: Double) -> Double {
        let length = share * Double(steps)
        return length > 0 ? min(1, Double(step + 1) / length) : 1
    }
}
