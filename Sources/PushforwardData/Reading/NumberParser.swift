/// Decimal numbers from bytes, correctly rounded.
///
/// Goals, in order: 1 the nearest double, ties to even; 2 no read beyond a byte that ends a number; 3 speed: up to 19
/// digits with a decimal exponent from -27 to 0 (all that programs print of everyday numbers) take one 128-bit
/// division, and what is left goes through the standard library.
enum NumberParser {
    /// A number, and where the bytes behind it begin.
    struct Parsed {
        var value: Double
        var end: UnsafePointer<UInt8>
    }

    /// Parses `[+-]digits[.digits][e[+-]digits]` at a place; nil where there is no number. The memory holds a byte that
    /// can't be part of a number behind the last one.
    @inline(__always)
    static func parse(_ start: UnsafePointer<UInt8>) -> Parsed? {
        var p = start
        let isNegative = p.pointee == 0x2d
        if isNegative || p.pointee == 0x2b { p += 1 }
        var mantissa: UInt64 = 0
        var count = takeDigits(&p, into: &mantissa)
        var exponent = 0
        if p.pointee == 0x2e {
            p += 1
            exponent = -takeDigits(&p, into: &mantissa)
            count -= exponent
        }
        guard count > 0 else { return nil }
        if p.pointee | 0x20 == 0x65 {
            guard let (value, end) = decimalExponent(p + 1) else { return nil }
            exponent += value
            p = end
        }
        if count <= 19, let size = exact(mantissa, exponent) {
            return Parsed(value: isNegative ? -size : size, end: p)
        }
        return Parsed(value: byLibrary(start, p), end: p)
    }

    /// Appends the digits at a place to the mantissa, moves behind them and returns their number.
    @inline(__always)
    private static func takeDigits(_ p: inout UnsafePointer<UInt8>, into mantissa: inout UInt64) -> Int {
        let start = p
        while true {
            let digit = p.pointee &- 0x30
            guard digit < 10 else { return p - start }
            mantissa = mantissa &* 10 &+ UInt64(digit)
            p += 1
        }
    }

    /// mantissa times 10^exponent, correctly rounded; nil where this is not the way.
    @inline(__always)
    private static func exact(_ mantissa: UInt64, _ exponent: Int) -> Double? {
        if exponent == 0 || mantissa == 0 { return Double(mantissa) }
        guard exponent < 0 else {
            return exponent <= 22 && mantissa <= 1 << 53 ? Double(mantissa) * powersOfTen[exponent] : nil
        }
        guard exponent >= -27 else { return nil }
        if exponent >= -22 && mantissa <= 1 << 53 { return Double(mantissa) / powersOfTen[-exponent] }
        // mantissa / (5^k 2^k): the quotient has 63 bits or more and its last one tells whether there is a remainder,
        // so that the conversion rounds as the exact value would.
        let divisor = powersOfFive[-exponent]
        let (above, below) = (mantissa.leadingZeroBitCount, divisor.leadingZeroBitCount)
        let numerator = mantissa << UInt64(above)
        let (quotient, remainder) = (divisor << UInt64(below)).dividingFullWidth(
            (numerator >> 1, numerator << 63))
        let rounded = Double(quotient | (remainder == 0 ? 0 : 1))
        return rounded * Double(bitPattern: UInt64(1_023 + below - above - 63 + exponent) << 52)
    }

    private static func decimalExponent(_ start: UnsafePointer<UInt8>) -> (Int, UnsafePointer<UInt8>)? {
        var p = start
        let isNegative = p.pointee == 0x2d
        if isNegative || p.pointee == 0x2b { p += 1 }
        let digits = p
        var value = 0
        while p.pointee &- 0x30 < 10 {
            value = min(value * 10 + Int(p.pointee &- 0x30), 100_000)
            p += 1
        }
        return p > digits ? (isNegative ? -value : value, p) : nil
    }

    private static func byLibrary(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Double {
        let text = String(decoding: UnsafeBufferPointer(start: start, count: end - start), as: UTF8.self)
        guard let value = Double(text) else { preconditionFailure("'\(text)' was found to be a number") }
        return value
    }

    private static let powersOfTen: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
        1e18, 1e19, 1e20,
        1e21, 1e22,
    ]
    private static let powersOfFive: [UInt64] = (0...27).map { (0..<$0).reduce(1) { power, _ in power * 5 } }
}
