/// One pair of axes with marks.
public struct Panel: Sendable {
    /// A line above the axes.
    public var title: String
    /// The horizontal axis.
    public var x: Axis
    /// The vertical axis.
    public var y: Axis
    /// Whether a unit is equally long on both axes; both then need a domain.
    public var hasEqualUnits: Bool
    /// What is drawn, first to last.
    public var marks: [Mark]

    /// Marks between two axes.
    ///
    /// - Parameters:
    ///   - title: The text above it.
    ///   - x: The horizontal axis.
    ///   - y: The vertical axis.
    ///   - hasEqualUnits: Whether a unit is equally long on both axes; both then need a domain.
    ///   - marks: What is drawn, first to last.
    public init(_ title: String, x: Axis, y: Axis, hasEqualUnits: Bool = false, marks: [Mark]) {
        self.title = title
        self.x = x
        self.y = y
        self.hasEqualUnits = hasEqualUnits
        self.marks = marks
    }
}

/// Panels side by side with a title and a common legend.
public struct Figure: Sendable {
    /// The title; also the picture's accessible name.
    public var title: String
    /// Panels in a row.
    public var columns: Int
    /// Width and height of one panel in pixels, axes' labels included.
    public var panelSize: (width: Double, height: Double)
    /// The panels, row after row.
    public var panels: [Panel]

    /// Panels in rows.
    ///
    /// - Parameters:
    ///   - title: The title; also the accessible name of the picture.
    ///   - columns: Panels per row, at least 1.
    ///   - panelSize: Width and height of one panel in pixels, with the labels of its axes.
    ///   - panels: The panels, row after row; at least one.
    public init(
        _ title: String, columns: Int, panelSize: (width: Double, height: Double) = (300, 270),
        panels: [Panel]
    ) {
        precondition(columns >= 1 && !panels.isEmpty, "\(panels.count) panels in \(columns) columns")
        self.title = title
        self.columns = columns
        self.panelSize = panelSize
        self.panels = panels
    }

    /// The figure as a document. The same figure gives the same bytes. O(marks)
    public func svg() -> String {
        let rows = (panels.count + columns - 1) / columns
        let width = Double(min(columns, panels.count)) * panelSize.width + 16
        let legend = LegendLayout(panels.flatMap(\.marks).compactMap(\.legend), width: width)
        let top = 34 + legend.height
        let height = top + Double(rows) * panelSize.height + 6
        var canvas = Canvas(width: width, height: height, title: title)
        canvas.text(title, x: 12, y: 22, size: 15, anchor: .start, weight: "600")
        legend.draw(on: &canvas, top: 34)
        for (index, panel) in panels.enumerated() {
            let frame = Frame(
                x: 8 + Double(index % columns) * panelSize.width,
                y: top + Double(index / columns) * panelSize.height, width: panelSize.width,
                height: panelSize.height)
            PanelDrawing(panel, in: frame).draw(on: &canvas)
        }
        return canvas.document
    }
}
