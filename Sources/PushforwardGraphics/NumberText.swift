/// Numbers as text, without locale.
public enum NumberText {
    /// A number with a fixed number of decimals (0 to 12) and a true minus sign.
    public static func fixed(_ value: Double, decimals: Int) -> String {
        guard value.isFinite else { return value.isNaN ? "–" : value > 0 ? "∞" : "\u{2212}∞" }
        var power = 1.0
        for _ in 0..<decimals { power *= 10 }
        guard abs(value) * power < 9e15 else { return "\(value)" }
        let scaled = Int((abs(value) * power).rounded())
        let sign = value < 0 && scaled > 0 ? "\u{2212}" : ""
        guard decimals > 0 else { return sign + "\(scaled)" }
        let digits = String(scaled)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
    }

    /// A number with about `digits` significant digits; powers of ten outside 1e-4 ..< 1e6.
    public static func significant(_ value: Double, digits: Int = 3) -> String {
        guard value.isFinite, value != 0 else { return fixed(value, decimals: 0) }
        var exponent = decimalExponent(value)
        // Rounded to the digits shown, 9.9996 is 10.
        let unit = powerOfTen(digits - 1)
        if (abs(value) / powerOfTen(exponent) * unit).rounded() >= 10 * unit { exponent += 1 }
        if exponent < -4 || exponent >= 6 {
            return fixed(value / powerOfTen(exponent), decimals: max(0, digits - 1)) + "e\(exponent)"
        }
        return fixed(value, decimals: min(12, max(0, digits - 1 - exponent)))
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

    /// Text with the characters escaped that mean something in XML.
    public static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.append(character)
            }
        }
    }
}
