/// A rectangle of the page.
struct Frame {
    var x: Double
    var y: Double
    var width: Double
    var height: Double
}

/// The elements of a document.
struct Canvas {
    enum Anchor: String {
        case start, middle, end
    }

    private let width: Double
    private let height: Double
    private let title: String
    private var body = ""
    private var clipCount = 0

    /// Made of the title, so that names do not collide when a page holds several pictures.
    private var prefix: String {
        String(title.utf8.reduce(UInt32(0x811c_9dc5)) { ($0 ^ UInt32($1)) &* 0x0100_0193 }, radix: 36)
    }

    init(width: Double, height: Double, title: String) {
        self.width = width
        self.height = height
        self.title = title
    }

    /// Width of a text in pixels, estimated from its length.
    static func textWidth(_ text: String, size: Double = 11) -> Double { Double(text.count) * size * 0.56 }

    var document: String {
        let size = "\(NumberText.coordinate(width)) \(NumberText.coordinate(height))"
        let name = MarkupText.escaped(title)
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(size)" \
            width="\(NumberText.coordinate(width))" height="\(NumberText.coordinate(height))" role="img" \
            font-family="Inter, Helvetica, Arial, 'DejaVu Sans', sans-serif" fill="#222">
            <title>\(name)</title>
            <rect width="100%" height="100%" fill="#fff"/>
            \(body)</svg>

            """
    }

    mutating func text(
        _ text: String, x: Double, y: Double, size: Double = 11, anchor: Anchor = .middle,
        weight: String = "400",
        color: String = "#222", turned: Bool = false
    ) {
        let place = "x=\"\(NumberText.coordinate(x))\" y=\"\(NumberText.coordinate(y))\""
        let turn =
            turned ? " transform=\"rotate(-90 \(NumberText.coordinate(x)) \(NumberText.coordinate(y)))\"" : ""
        body +=
            "<text \(place) font-size=\"\(NumberText.coordinate(size))\" text-anchor=\"\(anchor.rawValue)\" "
        body += "font-weight=\"\(weight)\" fill=\"\(color)\"\(turn)>\(MarkupText.escaped(text))</text>\n"
    }

    mutating func line(
        _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, color: String, width: Double = 1,
        dashes: String? = nil
    ) {
        path("M\(point(x1, y1))L\(point(x2, y2))", stroke: color, width: width, dashes: dashes)
    }

    mutating func rectangle(_ frame: Frame, fill: String, opacity: Double = 1) {
        let transparency = opacity < 1 ? " fill-opacity=\"\(NumberText.fixed(opacity, decimals: 2))\"" : ""
        body += "<rect x=\"\(NumberText.coordinate(frame.x))\" y=\"\(NumberText.coordinate(frame.y))\" "
        body += "width=\"\(NumberText.coordinate(max(frame.width, 0)))\" "
        body +=
            "height=\"\(NumberText.coordinate(max(frame.height, 0)))\" fill=\"\(fill)\"\(transparency)/>\n"
    }

    mutating func path(
        _ data: String, stroke: String, width: Double, opacity: Double = 1, dashes: String? = nil,
        isRound: Bool = false
    ) {
        guard !data.isEmpty else { return }
        body +=
            "<path d=\"\(data)\" fill=\"none\" stroke=\"\(stroke)\" stroke-width=\"\(NumberText.coordinate(width))\""
        if opacity < 1 { body += " stroke-opacity=\"\(NumberText.fixed(opacity, decimals: 2))\"" }
        if let dashes { body += " stroke-dasharray=\"\(dashes)\"" }
        if isRound { body += " stroke-linecap=\"round\"" }
        body += " stroke-linejoin=\"round\"/>\n"
    }

    /// Draws inside a frame only.
    mutating func clipped(to frame: Frame, _ draw: (inout Canvas) -> Void) {
        clipCount += 1
        let name = "clip-\(prefix)-\(clipCount)"
        body += "<clipPath id=\"\(name)\">"
        rectangle(frame, fill: "#000")
        body += "</clipPath>\n<g clip-path=\"url(#\(name))\">\n"
        draw(&self)
        body += "</g>\n"
    }

    private func point(_ x: Double, _ y: Double) -> String {
        "\(NumberText.coordinate(x)) \(NumberText.coordinate(y))"
    }
}
