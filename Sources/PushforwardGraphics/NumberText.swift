/// Numbers as text for people, the same in any locale: every rule by which figures, tables and reports write them.
public enum NumberText {
    /// A number with a fixed number of decimals (0 to 12) and a true minus sign; a dash where there is none.
    public static func fixed(_ value: Double?, decimals: Int) -> String {
        guard let value, !value.isNaN else { return "–" }
        guard value.isFinite else { return value > 0 ? "∞" : "\u{2212}∞" }
        let power = powerOfTen(decimals)
        guard abs(value) * power < 9e15 else { return "\(value)" }
        let scaled = Int((abs(value) * power).rounded())
        let sign = value < 0 && scaled > 0 ? "\u{2212}" : ""
        guard decimals > 0 else { return sign + "\(scaled)" }
        let digits = String(scaled)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
    }

    /// A number with about `digits` significant digits and a true minus sign; powers of ten outside 1e-4 ..< 1e6, and a
    /// dash where there is none.
    public static func significant(_ value: Double?, digits: Int = 3) -> String {
        guard let value, value.isFinite, value != 0 else { return fixed(value, decimals: 0) }
        var exponent = decimalExponent(value)
        // Rounded to the digits shown, 9.9996 is 10.
        let unit = powerOfTen(digits - 1)
        if (abs(value) / powerOfTen(exponent) * unit).rounded() >= 10 * unit { exponent += 1 }
        if exponent < -4 || exponent >= 6 {
            return fixed(value / powerOfTen(exponent), decimals: max(0, digits - 1)) + "e\(exponent)"
        }
        return fixed(value, decimals: min(12, max(0, digits - 1 - exponent)))
    }

    /// A number with about `digits` significant digits, without zeros at its end and with a minus that programs read.
    public static func plain(_ value: Double, digits: Int = 4) -> String {
        var text = String(significant(value, digits: digits).map { $0 == "\u{2212}" ? "-" : $0 })
        guard text.contains("."), !text.contains("e") else { return text }
        while text.last == "0" { text.removeLast() }
        if text.last == "." { text.removeLast() }
        return text
    }

    /// A number from 0 to 1 in a column of such numbers: four decimals.
    public static func probability(_ value: Double) -> String { fixed(value, decimals: 4) }

    /// A whole number with commas between its thousands, such as 1,234,567.
    public static func grouped(_ value: Int) -> String {
        var result = ""
        for (place, digit) in String(value).reversed().enumerated() {
            if place > 0 && place % 3 == 0 && digit != "-" { result.append(",") }
            result.append(digit)
        }
        return String(result.reversed())
    }

    /// A time in whole seconds, from a minute on in minutes and seconds.
    public static func duration(seconds: Int) -> String {
        seconds >= 60 ? "\(seconds / 60) min \(seconds % 60) s" : "\(seconds) s"
    }

    /// 10 with a raised exponent, such as 10⁻⁵.
    static func powerText(_ exponent: Int) -> String {
        let raised: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
        let digits = String(abs(exponent)).map { raised[$0.wholeNumberValue!] }
        return "10" + (exponent < 0 ? "⁻" : "") + String(digits)
    }

    /// The power of ten of the first digit of a positive or negative number.
    static func decimalExponent(_ value: Double) -> Int {
        var exponent = 0
        var size = abs(value)
        while size >= 10 {
            size /= 10
            exponent += 1
        }
        while size < 1 {
            size *= 10
            exponent -= 1
        }
        return exponent
    }

    static func powerOfTen(_ exponent: Int) -> Double {
        (0..<abs(exponent)).reduce(1.0) { power, _ in exponent < 0 ? power / 10 : power * 10 }
    }

    /// A coordinate of a drawing: at most one decimal, a plain minus.
    static func coordinate(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        let whole = "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10)"
        return tenths % 10 == 0 ? whole : whole + ".\(abs(tenths) % 10)"
    }
}
