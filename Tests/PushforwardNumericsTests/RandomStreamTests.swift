import CPushforwardKernels
import Testing

@testable import PushforwardNumerics

struct RandomStreamTests {
    /// The known-answer vectors of the generator's authors (Random123, `kat_vectors`, philox4x32 10).
    @Test(arguments: Level.all)
    func philoxKnownAnswers(level: Level) {
        func words(_ counter: UInt64, _ stream: UInt64, _ key: UInt64) -> [UInt32] {
            var words = [UInt32](repeating: 0, count: 4)
            level.kernels.philox(key, stream, counter, 1, &words)
            return words
        }
        #expect(words(0, 0, 0) == [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8])
        #expect(words(.max, .max, .max) == [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd])
        #expect(
            words(0x85a3_08d3_243f_6a88, 0x0370_7344_1319_8a2e, 0x299f_31d0_a409_3822)
                == [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1])
    }

    @Test(arguments: Level.all)
    func normalsAreQuantilesOfTheirWords(level: Level) {
        let words: [UInt32] = [
            0, 1, 77, 0x0fff_ffff, 0x4000_0000, 0x7fff_ffff, 0x8000_0000, 0xc000_0000, 0xffff_ffff,
        ]
        var normals = [Float](repeating: 0, count: words.count)
        level.kernels.normals(words.count, words, &normals)
        for (word, value) in zip(words, normals) {
            let tail = (Double(word & 0x7fff_ffff) + 0.5) * 0x1p-32
            let exact = abs(NormalDistribution.quantile(tail)) * (word >> 31 == 0 ? 1 : -1)
            // The approximation is fitted to tails above 2^-24; beyond them it is off by up to 0.003.
            let bound = tail < 0x1p-24 ? 3e-3 : 1e-6 + 1e-6 * abs(exact)
            #expect(abs(Double(value) - exact) < bound, "word \(word)")
        }
    }

    /// Bounds are 5 standard errors of the mean and of the second and fourth moments.
    @Test func momentsOfUniformAndNormal() {
        var random = RandomStream(seed: 11, purpose: "moments")
        let n = 200_000
        let normals = random.normals(n).map(Double.init)
        let uniforms = random.uniforms(n).map(Double.init)
        let error = 5 / Double(n).squareRoot()
        #expect(abs(Statistics.mean(normals)) < error)
        #expect(abs(Statistics.mean(normals.map { $0 * $0 }) - 1) < error * 2.0.squareRoot())
        #expect(abs(Statistics.excessKurtosis(normals)) < error * 24.0.squareRoot())
        #expect(abs(Statistics.mean(uniforms) - 0.5) < error * (1.0 / 12).squareRoot())
        #expect(uniforms.allSatisfy { $0 > 0 && $0 < 1 })
    }

    @Test func streamsDifferAndRepeat() {
        var first = RandomStream(seed: 5, purpose: "a")
        var again = RandomStream(seed: 5, purpose: "a")
        var other = RandomStream(seed: 5, purpose: "b")
        let values = first.uniforms(10)
        #expect(values == again.uniforms(10))
        #expect(values != other.uniforms(10))
        #expect(first == again)
    }

    @Test func shuffleIsAPermutation() {
        var random = RandomStream(seed: 6)
        var items = Array(0..<1000)
        random.shuffle(&items)
        #expect(items != Array(0..<1000))
        #expect(items.sorted() == Array(0..<1000))
    }

    /// Where the first of 3,000 elements goes is uniform: mean and a chi-square of ten cells over 400 shuffles
    /// (9 degrees of freedom, 99.99 % quantile 33.7).
    @Test func shufflePlacesEvenly() {
        var random = RandomStream(seed: 9)
        var cells = [Int](repeating: 0, count: 10)
        for _ in 0..<400 {
            var items = Array(0..<3000)
            random.shuffle(&items)
            cells[items.firstIndex(of: 0)! / 300] += 1
        }
        #expect(cells.reduce(0.0) { $0 + (Double($1) - 40) * (Double($1) - 40) / 40 } < 33.7)
    }
}
