/// The role of a series, which decides its color (Okabe and Ito's palette, which color-blind readers tell apart) and
/// the dashes of its line, so that grey prints can be read too.
public enum Role: Sendable, CaseIterable {
    case source, target, result, training, validation, test, reference, highlight

    /// The color as a hexadecimal code.
    var color: String {
        switch self {
        case .source: "#0072B2"
        case .target: "#009E73"
        case .result: "#D55E00"
        case .training: "#0072B2"
        case .validation: "#E69F00"
        case .test: "#009E73"
        case .reference: "#555555"
        case .highlight: "#CC79A7"
        }
    }

    /// Lengths of dashes and gaps of lines, or `nil` for a full line.
    var dashes: String? {
        switch self {
        case .validation: "6 3"
        case .test: "8 3 2 3"
        case .reference: "3 3"
        default: nil
        }
    }
}

/// Color maps from 0...1 (sequential) or -1...1 (diverging) to hexadecimal codes.
public enum ColorMap: Sendable {
    /// Perceptually even from dark blue to yellow (sixteen colors of viridis, linearly interpolated).
    case sequential
    /// Blue for negative, white for 0, red for positive numbers.
    case diverging

    /// The color of a number, clamped to the map's ends.
    func color(_ value: Double) -> String {
        let place = self == .sequential ? value : (value + 1) / 2
        let scaled = min(max(place.isFinite ? place : 0, 0), 1) * Double(stops.count - 1)
        let low = min(Int(scaled), stops.count - 2)
        let share = scaled - Double(low)
        let channels = (0..<3).map { channel in
            Int((stops[low][channel] * (1 - share) + stops[low + 1][channel] * share).rounded())
        }
        return "#" + channels.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private var stops: [[Double]] {
        switch self {
        case .sequential: ColorMap.viridis
        case .diverging:
            [[33, 102, 172], [146, 197, 222], [247, 247, 247], [244, 165, 130], [178, 24, 43]]
        }
    }

    private static let viridis: [[Double]] = [
        [68, 1, 84], [72, 26, 108], [71, 47, 125], [65, 68, 135], [57, 86, 140], [49, 104, 142],
        [42, 120, 142],
        [35, 136, 142], [31, 152, 139], [34, 168, 132], [53, 183, 121], [84, 197, 104], [122, 209, 81],
        [165, 219, 54], [210, 226, 27], [253, 231, 37],
    ]
}
