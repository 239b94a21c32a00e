import Pushforward
import PushforwardGraphics

/// The report of the paper's experiments: a page, and its figures and tables as files.
package struct PaperReport: Sendable {
    let results: PaperResults
    /// The published training columns explained by a sliding point; none for f3.
    let decays: [PaperMap: PointDecay]

    /// The report of finished runs, with the published columns explained, which takes a second.
    package static func explaining(_ results: PaperResults) -> PaperReport {
        let decays = PaperMap.allCases.compactMap { map in decay(map).map { (map, $0) } }
        return PaperReport(results: results, decays: Dictionary(uniqueKeysWithValues: decays))
    }

    /// Writes `index.html`, `figures/*.svg` and `tables/*.csv` into a folder.
    ///
    /// - Throws: `FileError`.
    package func write(to folder: String) throws {
        var page = ReportPage()
        writeProblem(&page)
        for map in PaperMap.allCases where results.runs.published[map] != nil { writePublished(map, &page) }
        writeExplanation(&page)
        writeSolved(&page)
        writeStudy(&page)
        writeSettings(&page)
        try makeFolder(folder + "/figures")
        try makeFolder(folder + "/tables")
        for attachment in page.attachments {
            try writeAtomically(attachment.text, to: "\(folder)/\(attachment.path)")
        }
        try writeAtomically(
            page.document(
                title: "Three maps between simple distributions: as published, and solved", summary: summary),
            to: folder + "/index.html")
    }

    private var summary: String {
        let solved = PaperMap.allCases.compactMap { map in
            results.median(map).map {
                "\(map.rawValue) \(NumberText.significant($0.record.certificate.floorRatio))"
            }
        }
        let published = PaperMap.allCases.compactMap { map in
            results.runs.published[map].map {
                "\(map.rawValue) \(NumberText.significant(results.result($0).record.certificate.floorRatio))"
            }
        }
        return
            "The floor ratio of a map is its distance to the target divided by the distance between two true samples; "
            + "1 is perfect. As published: \(published.joined(separator: ", ")). "
            + "Solved (median over \(results.settings.repetitions) seeds): \(solved.joined(separator: ", "))."
            + (results.settings.quick
                ? " This is a quick look: runs are a tenth as long as in the full report." : "")
    }

    private func writeProblem(_ page: inout ReportPage) {
        page.section("The problem")
        page.paragraph(
            "A paper trains three small networks by gradient descent on the maximum mean discrepancy (MMD): f1 turns "
                + "a two-dimensional normal distribution into a uniform square, f2 does the inverse, and f3 turns one "
                + "uniform number into a two-dimensional normal point. It reports small losses, and maps that are "
                + "blobs and a curve. This report runs its experiments again, shows why they failed, and shows "
                + "networks of the same shapes succeed.")
        page.paragraph(
            "The squared MMD is the paper's: the U-statistic with the kernel exp(-|x - y|²/r), r the median of the "
                + "squared distances of all pairs of the pooled sample. A certificate is measured on 8 fresh samples "
                + "of 10,000 points that no training has seen.")
        page.figure(PublishedFigures.data(), name: "data", caption: "1,000 points of each distribution.")
    }

    private func writePublished(_ map: PaperMap, _ page: inout ReportPage) {
        let finished = results.result(results.runs.published[map]!)
        page.section("\(map.rawValue) as published")
        let certificate = finished.record.certificate
        page.paragraph(
            "Floor ratio \(NumberText.significant(certificate.floorRatio)), z "
                + "\(NumberText.significant(certificate.z)), p \(NumberText.probability(certificate.pValue)): "
                + (certificate.floorRatio > 3
                    ? "the map is far from its target, as in the paper's own pictures."
                    : "with a correct gradient, the published plan comes near its target."))
        page.figure(
            PublishedFigures.losses(map, finished, decay: decays[map]),
            name: "\(map.rawValue)-published-losses",
            caption: "Left: the losses of our run. Right: the losses that the paper printed"
                + (map == .f3
                    ? "." : ", and the loss of one point that only slides to the origin."))
        page.figure(
            PublishedFigures.predictions(map, finished), name: "\(map.rawValue)-published-predictions",
            caption:
                "The paper showed predictions only on their own axes; the target's axes show that they fail."
        )
        let tables = map == .f1 ? [PublishedTable.f1] : map == .f2 ? [.f2] : PublishedTable.f3
        for (index, table) in tables.enumerated() {
            page.table(
                ReportTables.losses(table, finished.record.histories[index]),
                name: "\(map.rawValue)-losses" + (tables.count > 1 ? "-\(index + 1)" : ""),
                caption: "Losses of \(table.name), the paper's and ours.")
        }
        if map == .f1 {
            let lasso = results.runs.alternatives.first { $0.name == PublishedPlans.lassoName }.map(
                results.result)
            page.figure(
                PublishedFigures.weights(lasso, finished), name: "f1-published-weights",
                caption:
                    "The paper's figure 2 (L1) has the standard deviations 1.0, 0.13 and 0.13 of He's initial "
                    + "weights, as if they had not changed; its figure 3 (L2) shows the same shapes about a "
                    + "hundred times narrower, as pure decay gives. In our runs the gradient acts too.")
        }
    }

    private func writeSolved(_ page: inout ReportPage) {
        page.section("Solved")
        page.paragraph(
            "Same architectures, gradient descent with momentum, an MMD as the objective. What changed: no penalty; "
                + "the MMD instead of its square, whose gradient fades as training succeeds; a kernel with weight at "
                + "all scales instead of one bandwidth, summed in Fourier space at a cost linear in the batch; batches "
                + "that fill the source evenly; larger initial weights; a learning rate that ends at zero; averaged "
                + "weights. For the tails of the normal targets a tenth of a squared sliced Wasserstein distance is "
                + "added, since the pull of an MMD on a point fades with the mass beyond it.")
        page.table(
            ReportTables.medians(results), name: "solved",
            caption: "Medians over the seeds. Corners: share of the "
                + "points in the four corner cells of a 20 x 20 grid of equal probability, relative to the target's. "
                + "Tail error: relative error of the 0.1 % and 99.9 % quantiles.")
        page.figure(
            SolvedFigures.floorRatios(results), name: "floor-ratios",
            caption:
                "Maps without training, as published, and solved. The whisker is the deviation of the ratio of a "
                + "perfect map.")
        for map in PaperMap.allCases {
            guard let finished = results.median(map) else { continue }
            page.figure(
                SolvedFigures.clouds(map, finished), name: "\(map.rawValue)-solved",
                caption: "The run with the median floor ratio, \(finished.record.run.name).")
            if map == .f3 {
                page.paragraph(
                    "The only input of f3 is one uniform number u. Its two coordinates are g1(u) and g2(T^k u), where "
                        + "T(u) = 1 - |1 - 2u| is the tent map: with k folds the input is a curve of 2^k strokes whose "
                        + "distance to the square is at most 2^-k / 3, and no map of u alone can do better than a curve."
                )
                page.figure(
                    SolvedFigures.folds(finished), name: "f3-folds",
                    caption:
                        "The same two networks for growing numbers of folds: 0 folds is the paper's curve.")
            }
        }
        page.figure(
            SolvedFigures.losses(results), name: "solved-losses",
            caption: "The minimized distance, as means over 1/200 of the run.")
        page.table(
            ReportTables.allCertificates(results), name: "certificates", caption: "Certificates of all maps.")
    }

    private func writeSettings(_ page: inout ReportPage) {
        page.section("How to repeat it")
        page.paragraph(
            "Seed \(results.settings.seed); kernels for processor level '\(ProcessorKernels.levelName)'. Every run's folder under "
                + "runs/ holds its plans, losses, certificate and networks; every figure is in figures/, every table in "
                + "tables/. The same seed gives the same numbers for any number of threads.")
        page.paragraph(
            "The paper does not give these choices; the table of certificates shows some alternatives:"
        )
        page.list([
            "linear output; He-normal weights, zero biases (its figure 2 shows He's deviations)",
            "the penalty acts on all weights and no biases; its gradient is 2 x 0.01 x w",
            "r is the median over the pooled outputs and targets of each batch, and of each evaluated set",
            "the training loss of an epoch is the mean over its batches; validation and test sets are measured before each epoch",
            "f3: each network is trained towards N(0, 1), the second one on the first one's output",
        ])
    }

    /// The published training column of f1 or f2 explained by a sliding point.
    private static func decay(_ map: PaperMap) -> PointDecay? {
        switch map {
        case .f1:
            PointDecay.fitted(to: PublishedTable.f1.training, atEpochs: PublishedTable.f1.epochs) {
                PointMass.squaredMMD(toUniformAt: $0, bandwidth: $1)
            }
        case .f2:
            PointDecay.fitted(to: PublishedTable.f2.training, atEpochs: PublishedTable.f2.epochs) {
                PointMass.squaredMMD(toNormalAt: $0, bandwidth: $1)
            }
        case .f3: nil
        }
    }
}
