import Pushforward

/// Learns a map from normal points to a distribution of the catalogue and draws its points as letters:
/// `swift run -c release --package-path Examples FirstMap spirals`
@main
enum FirstMap {
    static func main() throws {
        let name = CommandLine.arguments.dropFirst().first ?? "two-moons"
        let fit = try Fit(from: FitSide(named: "normal:2"), to: FitSide(named: name))
        let fitted = try fit.train()
        let certificate = fitted.certificate
        print("floor ratio \(certificate.floorRatio), p-value \(certificate.pValue)")
        var random = RandomStream(seed: 7)
        draw(fitted.model(StandardNormal(dimension: 2).sample(4_000, using: &random)))
    }

    /// A picture of 64 x 26 letters, denser where there are more points.
    private static func draw(_ points: Matrix) {
        let (width, height) = (64, 26)
        let scale = Standardizing(of: points)
        let standardized = scale(points)
        var counts = [Int](repeating: 0, count: width * height)
        for i in 0..<points.rows {
            let x = Int((standardized[i, 0] + 2.5) / 5 * Float(width))
            let y = Int((2.5 - standardized[i, 1]) / 5 * Float(height))
            if (0..<width).contains(x), (0..<height).contains(y) { counts[y * width + x] += 1 }
        }
        let letters = Array(" .:+*#")
        for row in 0..<height {
            print(String((0..<width).map { letters[min(counts[row * width + $0], letters.count - 1)] }))
        }
    }
}
