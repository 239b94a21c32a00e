/// Minimizes a function of a few variables without derivatives (Nelder and Mead 1965, standard coefficients).
///
/// - Parameters:
///   - start: First guess.
///   - steps: Size of the first simplex in each variable.
///   - tolerance: Stops when the simplex's values differ by less than this.
///   - maximumEvaluations: Stops after this many calls of the function.
///   - function: What is minimized.
/// - Returns: The best point found and its value.
/// - Complexity: O(k) memory and time beside the function's own for k variables a step.
package func minimize(
    from start: [Double], steps: [Double], tolerance: Double = 1e-12, maximumEvaluations: Int = 4_000,
    _ function: ([Double]) -> Double
) -> (point: [Double], value: Double) {
    precondition(start.count == steps.count, "\(start.count) variables have \(steps.count) steps")
    var evaluations = 0
    func measured(_ point: [Double]) -> (point: [Double], value: Double) {
        evaluations += 1
        return (point, function(point))
    }
    var simplex = [measured(start)]
    for i in start.indices {
        var corner = start
        corner[i] += steps[i]
        simplex.append(measured(corner))
    }
    while evaluations < maximumEvaluations {
        simplex.sort { $0.value < $1.value }
        let best = simplex[0]
        let worst = simplex[simplex.count - 1]
        if worst.value - best.value < tolerance { break }
        let center = start.indices.map { i in
            simplex.dropLast().reduce(0) { $0 + $1.point[i] } / Double(start.count)
        }
        func along(_ t: Double) -> (point: [Double], value: Double) {
            measured(start.indices.map { center[$0] + t * (worst.point[$0] - center[$0]) })
        }
        let reflected = along(-1)
        var replacement = reflected
        if reflected.value < best.value {
            let expanded = along(-2)
            if expanded.value < reflected.value { replacement = expanded }
        } else if reflected.value >= simplex[simplex.count - 2].value {
            replacement = reflected.value < worst.value ? along(-0.5) : along(0.5)
        }
        if replacement.value < worst.value {
            simplex[simplex.count - 1] = replacement
        } else {
            simplex = simplex.map { corner in
                measured(zip(corner.point, best.point).map { 0.5 * ($0 + $1) })
            }
        }
    }
    return simplex.min { $0.value < $1.value }!
}
