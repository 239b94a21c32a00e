import Testing

@testable import PushforwardDiscrepancies
@testable import PushforwardNumerics
@testable import PushforwardTwoSample

struct TwoSampleTestTests {
    private func test(permutations: Int = 99) -> TwoSampleTest {
        var test = TwoSampleTest()
        test.permutations = permutations
        test.bins = 16
        test.tolerance = 1e-4
        return test
    }

    /// 400 null repetitions at level 0.05: the count is binomial with deviation 4.4; within 4 of them.
    @Test(arguments: [(64, 64), (100, 57)])
    func levelIsExact(n: Int, m: Int) {
        var random = RandomStream(seed: 51)
        let rejections = (0..<400).count { _ in
            let x = Matrix(rows: n, columns: 1, values: random.normals(n))
            let y = Matrix(rows: m, columns: 1, values: random.normals(m))
            return test()(x, y, using: &random).pValue <= 0.05
        }
        #expect(abs(Double(rejections) - 20) < 4 * 4.4)
    }

    @Test func differencesAreFound() {
        var random = RandomStream(seed: 52)
        let x = Matrix(rows: 1000, columns: 2, values: random.normals(2000))
        let y = Matrix(rows: 1000, columns: 2, values: random.normals(2000).map { $0 + 0.3 })
        let outcome = test(permutations: 999)(x, y, using: &random)
        #expect(outcome.pValue == 0.001)
        #expect(outcome.statistic > 5)
    }

    /// Structure far finer than the median bandwidth is found by the narrow ones.
    @Test func fineStructureIsFound() {
        var random = RandomStream(seed: 53)
        let x = Matrix(rows: 3000, columns: 1, values: random.uniforms(3000))
        let y = Matrix(
            rows: 3000, columns: 1,
            values: random.uniforms(3000).map { u in
                let place = (8 * u).rounded(.down)
                return (place + (8 * u - place) * 0.5) / 8
            })
        #expect(test(permutations: 199)(x, y, using: &random).pValue == 0.005)
    }
}
