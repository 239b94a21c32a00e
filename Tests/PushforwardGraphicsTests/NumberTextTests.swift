import Foundation
import Testing

@testable import PushforwardGraphics

struct NumberTextTests {
    @Test(arguments: [
        (0.12345, 3, "0.123"), (-12.0, 3, "\u{2212}12.0"), (1e-7, 2, "1.0e-7"), (0, 3, "0"),
        (1e-12, 4, "1.000e-12"), (9.9999e-7, 3, "1.00e-6"), (999.96, 4, "1000"), (0.99996, 4, "1.000"),
        (999_999.9, 3, "1.00e6"),
    ])
    func significantDigits(value: Double, digits: Int, text: String) {
        #expect(NumberText.significant(value, digits: digits) == text)
    }

    static let plain: [(Double, String)] = [
        (0.12344, "0.1234"), (-12.0, "-12"), (1e-7, "1.000e-7"), (0, "0"), (1_234_567, "1.235e6"),
        (0.5, "0.5"),
        (100, "100"), (-0.0501, "-0.0501"),
    ]

    @Test(arguments: plain)
    func plainNumbersAreReadByPrograms(value: Double, text: String) {
        #expect(NumberText.plain(value) == text)
        #expect(abs(Double(text)! - value) <= 5e-4 * abs(value))
    }

    /// The C library's printf rounds the exact binary value; away from ties both agree.
    @Test func decimalsAreThoseOfPrintf() {
        for value in stride(from: -7.0, through: 7, by: .pi / 85) {
            for decimals in 0...6 {
                let text = String(format: "%.\(decimals)f", value)
                let own = NumberText.fixed(value, decimals: decimals)
                #expect(
                    own.replacing("\u{2212}", with: "-")
                        == (Double(text) == 0 ? text.replacing("-", with: "") : text))
            }
        }
    }

    @Test func missingNumbersAreDashes() {
        #expect(NumberText.fixed(nil, decimals: 2) == "–" && NumberText.fixed(.nan, decimals: 2) == "–")
        #expect(NumberText.significant(nil) == "–" && NumberText.significant(-.infinity) == "\u{2212}∞")
    }

    @Test(arguments: [(0, "0"), (999, "999"), (-1_000, "-1,000"), (-100, "-100"), (1_234_567, "1,234,567")])
    func thousandsAreGrouped(value: Int, text: String) {
        #expect(NumberText.grouped(value) == text)
    }

    @Test(arguments: [(0, "0 s"), (59, "59 s"), (60, "1 min 0 s"), (3_725, "62 min 5 s")])
    func durations(seconds: Int, text: String) {
        #expect(NumberText.duration(seconds: seconds) == text)
    }

    @Test func probabilitiesHaveFourDecimals() {
        #expect(NumberText.probability(0.00333) == "0.0033" && NumberText.probability(1) == "1.0000")
    }
}
