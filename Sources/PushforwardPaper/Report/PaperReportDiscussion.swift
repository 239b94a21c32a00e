import Pushforward
import PushforwardGraphics

/// The parts of the report that explain and discuss.
extension PaperReport {
    func writeExplanation(_ page: inout ReportPage) {
        guard !results.runs.explanations.isEmpty else { return }
        page.section("Why the published maps failed")
        page.heading("The published losses are those of one sliding point")
        let fits = PaperMap.allCases.compactMap { map in decays[map].map { (map, $0) } }
        page.paragraph(
            "Suppose that a network maps everything to one point, and that the point only shrinks towards "
                + "the origin. The loss of a point has a closed form, so the paper's columns can be fitted with a start, "
                + "a rate and one bandwidth. Weight decay alone gives a rate of 2 x 0.01 x 0.01 per step, 0.0020 per epoch "
                + "of ten steps. The fits:")
        page.table(
            Table(
                header: ["column", "rate per epoch", "bandwidth r", "start", "maximum error"],
                rows: fits.map { map, fit in
                    [
                        "\(map.rawValue), training", NumberText.fixed(fit.rate, decimals: 5),
                        NumberText.fixed(fit.bandwidth, decimals: 2),
                        fit.start.map { NumberText.fixed(abs($0), decimals: 2) }.joined(separator: ", "),
                        NumberText.fixed(fit.largestError, decimals: 4),
                    ]
                }),
            name: "point-decay", caption: "The paper's training columns as the loss of one sliding point.")
        page.paragraph(
            "f1's loss falls and rises again because the point passes the middle of the square on its way to the "
                + "origin. So the MMD's gradient had almost no effect in the published runs. This is an inference from "
                + "the printed numbers; their program is not available.")
        page.heading("The penalty against the gradient")
        page.paragraph(
            "Below, the published plan beside the same plan without the MMD's gradient (only the penalty acts) and "
                + "without the penalty. \(penaltyComparison) The gradient of the loss "
                + "shrinks as the map improves, until the penalty's is as large. Even without a penalty, one bandwidth and "
                + "a small constant rate leave both maps far from the floor.")
        for map in [PaperMap.f1, .f2] {
            guard let published = results.runs.published[map] else { continue }
            let others = results.runs.explanations.filter { $0.name.hasPrefix(map.rawValue) }.map(
                results.result)
            page.figure(
                PublishedFigures.explanation(map, published: results.result(published), others: others),
                name: "\(map.rawValue)-explanation",
                caption: "Test losses, and the outputs for 1,000 fresh points after training.")
        }
        writeAnchors(&page)
    }

    /// Floor ratios with and without the penalty.
    private var penaltyComparison: String {
        [PaperMap.f1, .f2].compactMap { map in
            guard let published = results.runs.published[map],
                let other = results.runs.explanations.first(where: {
                    $0.name == "\(map.rawValue)-without-penalty"
                })
            else { return nil }
            let ratios = [published, other].map {
                NumberText.significant(results.result($0).record.certificate.floorRatio)
            }
            return
                "\(map.rawValue)'s floor ratio is \(ratios[0]) with the penalty and \(ratios[1]) without it."
        }.joined(separator: " ")
    }

    private func writeAnchors(_ page: inout ReportPage) {
        page.heading("How to read a loss")
        page.paragraph(
            "The best constant map has a squared MMD that looks small, and two true samples of 200 points have one "
                + "that is not zero. Read a loss relative to these two numbers; both depend on the bandwidth."
        )
        let square = 0.2621473476
        let plane = 2.7725887222
        let rows: [[String]] = [1.0, 2.0].flatMap { factor in
            [
                [
                    "f1, constant map to the center", NumberText.fixed(factor * square, decimals: 3),
                    NumberText.fixed(
                        PointMass.squaredMMD(toUniformAt: [0.5, 0.5], bandwidth: factor * square), decimals: 4
                    ),
                ],
                [
                    "f2, constant map to the center", NumberText.fixed(factor * plane, decimals: 3),
                    NumberText.fixed(
                        PointMass.squaredMMD(toNormalAt: [0, 0], bandwidth: factor * plane), decimals: 4),
                ],
            ]
        }
        page.table(
            Table(header: ["map", "r", "squared MMD"], rows: rows + floors()), name: "anchors",
            caption:
                "The squared MMD of constant maps (closed form) at the median of the target's squared distances "
                + "and at twice that, and of two independent true samples (mean and deviation over 50 pairs of 200 points)."
        )
    }

    private func floors() -> [[String]] {
        [
            ("f1, two true samples", "uniform:2", 0.2621473476),
            ("f2, two true samples", "normal:2", 2.7725887222),
        ]
        .map { name, distribution, r in
            let all = FigureParts.sample(distribution, points: 100 * 200)
            let values = (0..<50).map { pair in
                let first = all.slice(400 * pair..<400 * pair + 200)
                return squaredMMD(first, all.slice(400 * pair + 200..<400 * pair + 400), bandwidth: .fixed(r))
            }
            return [
                name, NumberText.fixed(r, decimals: 3),
                "\(NumberText.fixed(Statistics.mean(values), decimals: 4)) ± "
                    + NumberText.fixed(Statistics.standardDeviation(values), decimals: 4),
            ]
        }
    }

    func writeStudy(_ page: inout ReportPage) {
        let study = results.runs.study
        guard !study.isEmpty else { return }
        page.section("What penalties and dropout do")
        page.figure(
            SolvedFigures.study(study, results), name: "study",
            caption: "f1 by the solved plan with \(study[0].run.plans[0].steps) steps and one regularizer.")
        page.figure(
            SolvedFigures.studyWeights(study, results), name: "study-weights",
            caption:
                "The weights of each layer. L1 moves most weights to zero and leaves a few; L2 shrinks all alike."
        )
        page.table(
            ReportTables.study(study, results), name: "study",
            caption: "Certificates and weights for each setting.")
        page.paragraph(discussion(study))
        page.heading("A harder problem: two moons from \(RegularizationPlans.fewPoints) points")
        let moons = results.runs.moons
        page.figure(
            SolvedFigures.moons(moons, results), name: "moons",
            caption:
                "Sliced W1 from the map's output to the distribution, and to the few points that it was trained on."
        )
        page.figure(
            SolvedFigures.moonClouds(moons, results), name: "moons-clouds",
            caption: "Outputs of the learned maps.")
        page.table(ReportTables.moons(moons, results), name: "moons", caption: "Distances for each setting.")
        page.paragraph(moonDiscussion(moons))
    }

    /// What the numbers of the study say; the settings named are those that the numbers pick.
    private func discussion(_ study: [RegularizationPlans.Setting]) -> String {
        let ratios = study.map {
            (label: $0.label, ratio: results.result($0.run).record.certificate.floorRatio)
        }
        let plain = ratios[0].ratio
        let best = ratios.min { $0.ratio < $1.ratio }!
        let deviation = results.result(study[0].run).record.certificate.floorRatioDeviation
        let harmed = ratios.dropFirst().filter { $0.ratio > plain + 4 * deviation }
        let names = harmed.map { "\($0.label) (\(NumberText.significant($0.ratio)))" }.joined(separator: ", ")
        return
            "Without a regularizer the floor ratio is \(NumberText.significant(plain)); the minimum over all settings is "
            + "\(NumberText.significant(best.ratio)) with \(best.label), and differences below "
            + "\(NumberText.significant(4 * deviation, digits: 2)) are noise of the certificate. Clearly worse: "
            + (names.isEmpty ? "none" : names)
            + ". Here every batch is fresh, so the network can't overfit, and a regularizer can only keep it "
            + "from bending as much as the map needs: penalties of the size of the gradient dominate it, as in the "
            + "published runs, and dropout adds noise to the output, which a map of points can't average out."
    }

    private func moonDiscussion(_ moons: [RegularizationPlans.Setting]) -> String {
        let records = moons.map { (label: $0.label, record: results.result($0.run).record) }
        let best = records.min {
            $0.record.certificate.slicedWasserstein < $1.record.certificate.slicedWasserstein
        }!
        let plain = records[0].record
        return
            "A map that learns from few points can come nearer to these points than to their distribution: without a "
            + "regularizer the distance to the points is \(NumberText.significant(plain.distanceToSample ?? .nan)) and to "
            + "the distribution \(NumberText.significant(plain.certificate.slicedWasserstein)). The minimum distance to "
            + "the distribution, \(NumberText.significant(best.record.certificate.slicedWasserstein)), is that of "
            + "\(best.label). The sample's own distance to the distribution limits all of them: "
            + "a regularizer can smooth between the points, but it doesn't know where the missing points would be."
    }
}
