import Testing

@testable import PushforwardNumerics

struct HistogramTests {
    /// numpy.histogram([0, 0.2, 0.25, 0.5, 0.99, 1, -0.1, 1.1], bins=4, range=(0, 1)) gives [2, 1, 1, 2].
    @Test func countsAreThoseOfNumPy() {
        let histogram = Histogram(of: [0, 0.2, 0.25, 0.5, 0.99, 1, -0.1, 1.1, .nan], over: 0...1, bars: 4)
        #expect(histogram.counts == [2, 1, 1, 2])
        #expect(histogram.edges == [0, 0.25, 0.5, 0.75, 1] && histogram.width == 0.25)
    }
}
