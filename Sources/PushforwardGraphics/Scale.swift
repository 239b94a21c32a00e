/// One axis of a panel.
public struct Axis: Sendable {
    /// How numbers become places.
    public enum Kind: Sendable {
        case linear
        /// Powers of ten are equally far apart; positive numbers only.
        case logarithmic
    }

    /// What the axis shows, with its unit.
    public var label: String
    /// The numbers at its ends, or `nil` to take them from the marks.
    public var domain: ClosedRange<Double>?
    /// Linear or logarithmic.
    public var kind: Kind

    /// A label with a range of numbers.
    ///
    /// - Parameters:
    ///   - label: What the axis shows, with its unit.
    ///   - domain: The numbers at its ends; by default those of the marks.
    ///   - kind: Linear or logarithmic.
    public init(_ label: String, domain: ClosedRange<Double>? = nil, kind: Kind = .linear) {
        self.label = label
        self.domain = domain
        self.kind = kind
    }
}

/// The map from an axis's numbers to places on the page, and its ticks.
struct Scale {
    let domain: ClosedRange<Double>
    let kind: Axis.Kind
    let start: Double
    let end: Double

    /// A scale for the axis, over the finite values where it states no domain.
    init(_ axis: Axis, values: [Double], start: Double, end: Double) {
        kind = axis.kind
        self.start = start
        self.end = end
        let usable = values.filter { $0.isFinite && (axis.kind == .linear || $0 > 0) }
        var low = usable.min() ?? (axis.kind == .linear ? 0 : 0.1)
        var high = usable.max() ?? 1
        if axis.domain == nil {
            if axis.kind == .linear {
                let margin = high > low ? 0.04 * (high - low) : max(abs(high) * 0.1, 1e-9)
                low -= margin
                high += margin
            } else {
                low /= 1.3
                high *= 1.3
            }
        }
        domain = axis.domain ?? low...high
    }

    /// The place of a number; NaN for a number that a logarithmic axis does not have.
    func callAsFunction(_ value: Double) -> Double {
        let share: Double
        switch kind {
        case .linear: share = (value - domain.lowerBound) / (domain.upperBound - domain.lowerBound)
        case .logarithmic:
            guard value > 0 else { return .nan }
            share =
                Scale.logRatio(value, domain.lowerBound)
                / Scale.logRatio(domain.upperBound, domain.lowerBound)
        }
        return start + share * (end - start)
    }

    /// Ticks with labels, at most as many as keep `spacing` between two labels of their own width.
    func ticks(labelWidth: (String) -> Double) -> [(value: Double, label: String)] {
        if kind == .logarithmic { return decades(labelWidth: labelWidth) }
        let length = abs(end - start)
        var count = max(2, min(8, Int(length / 40)))
        while true {
            let ticks = linearTicks(about: count)
            let widest = ticks.map { labelWidth($0.label) }.max() ?? 0
            let room = ticks.count > 1 ? length / Double(ticks.count) : length
            if widest + 10 <= room || count <= 1 { return ticks }
            count -= 1
        }
    }

    private func linearTicks(about count: Int) -> [(value: Double, label: String)] {
        let rough = (domain.upperBound - domain.lowerBound) / Double(max(count, 1))
        let exponent = NumberText.decimalExponent(rough)
        let power = NumberText.powerOfTen(exponent)
        let factor = [1, 2, 2.5, 5, 10].first { $0 * power >= rough * 0.999 } ?? 10
        let step = factor * power
        let decimals = max(0, -exponent + (factor == 2.5 ? 1 : factor == 10 ? -1 : 0))
        let first = Int((domain.lowerBound / step - 1e-9).rounded(.up))
        let last = Int((domain.upperBound / step + 1e-9).rounded(.down))
        guard first <= last else { return [] }
        return (first...last).map { index in
            let value = Double(index) * step
            return (value, label(value, decimals: decimals))
        }
    }

    /// Plain decimals, or a power of ten where the whole axis is tiny.
    private func label(_ value: Double, decimals: Int) -> String {
        let size = max(abs(domain.lowerBound), abs(domain.upperBound))
        guard size < 1e-3 else { return NumberText.fixed(value, decimals: min(decimals, 12)) }
        guard value != 0 else { return "0" }
        let exponent = NumberText.decimalExponent(size)
        let mantissa = NumberText.fixed(
            value / NumberText.powerOfTen(exponent), decimals: max(0, min(decimals + exponent, 3)))
        return mantissa + "e\(exponent)"
    }

    private func decades(labelWidth: (String) -> Double) -> [(value: Double, label: String)] {
        let low = NumberText.decimalExponent(domain.lowerBound)
        let high = NumberText.decimalExponent(domain.upperBound)
        let room = Int(abs(end - start) / 34)
        if high - low <= 2, domain.lowerBound >= 1e-3, domain.upperBound < 1e5 {
            return wholeSteps(low...high)
        }
        let every = max(1, (high - low + 1 + max(room, 1) - 1) / max(room, 1))
        return (low...high).filter { ($0 - low) % every == 0 }.compactMap { exponent in
            let value = NumberText.powerOfTen(exponent)
            guard value >= domain.lowerBound * 0.999, value <= domain.upperBound * 1.001 else { return nil }
            return (value, NumberText.powerText(exponent))
        }
    }

    /// 1, 2 and 5 times the powers of ten, as plain numbers.
    private func wholeSteps(_ exponents: ClosedRange<Int>) -> [(value: Double, label: String)] {
        exponents.flatMap { exponent in
            [1.0, 2, 5].map { ($0 * NumberText.powerOfTen(exponent), exponent) }
        }
        .filter { domain.contains($0.0) }
        .map { ($0.0, NumberText.fixed($0.0, decimals: max(0, -$0.1))) }
    }

    /// log10(a / b) by halving: no mathematics library is needed for drawing.
    private static func logRatio(_ a: Double, _ b: Double) -> Double {
        var ratio = a / b
        var whole = 0.0
        while ratio >= 10 {
            ratio /= 10
            whole += 1
        }
        while ratio < 1 {
            ratio *= 10
            whole -= 1
        }
        var bit = 1.0
        for _ in 0..<30 {
            bit /= 2
            ratio *= ratio
            if ratio >= 10 {
                ratio /= 10
                whole += bit
            }
        }
        return whole
    }
}
