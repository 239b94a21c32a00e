import Pushforward
import PushforwardGraphics

/// A self-contained HTML page put together from headings, paragraphs, tables and pictures; what it shows is also
/// kept as files.
struct ReportPage {
    /// A picture or table that is also written as a file.
    struct Attachment {
        /// Path within the report's folder.
        let path: String
        /// The file's text.
        let text: String
    }

    private var body = ""
    private var contents: [(anchor: String, title: String)] = []
    private(set) var attachments: [Attachment] = []

    /// Begins a section.
    mutating func section(_ title: String) {
        let anchor = "section-\(contents.count + 1)"
        contents.append((anchor, title))
        body += "<h2 id=\"\(anchor)\">\(MarkupText.escaped(title))</h2>\n"
    }

    /// Begins a part of a section.
    mutating func heading(_ title: String) { body += "<h3>\(MarkupText.escaped(title))</h3>\n" }

    /// A paragraph of plain text.
    mutating func paragraph(_ text: String) { body += "<p>\(MarkupText.escaped(text))</p>\n" }

    /// A list of plain texts.
    mutating func list(_ items: [String]) {
        body +=
            "<ul>" + items.map { "<li>\(MarkupText.escaped($0))</li>" }.joined(separator: "\n") + "</ul>\n"
    }

    /// A picture, also written to `figures/name.svg`.
    mutating func figure(_ figure: Figure, name: String, caption: String) {
        let svg = figure.svg()
        attachments.append(Attachment(path: "figures/\(name).svg", text: svg))
        body += "<figure>\(svg)<figcaption>\(MarkupText.escaped(caption))</figcaption></figure>\n"
    }

    /// A table, also written to `tables/name.csv`.
    mutating func table(_ table: Table, name: String, caption: String) {
        attachments.append(Attachment(path: "tables/\(name).csv", text: table.commaSeparated))
        func cells(_ row: [String], _ tag: String) -> String {
            "<tr>" + row.map { "<\(tag)>\(MarkupText.escaped($0))</\(tag)>" }.joined() + "</tr>\n"
        }
        body += "<div class=\"table\"><table><caption>\(MarkupText.escaped(caption))</caption>\n<thead>"
        body += cells(table.header, "th") + "</thead><tbody>\n" + table.rows.map { cells($0, "td") }.joined()
        body += "</tbody></table></div>\n"
    }

    /// The page.
    func document(title: String, summary: String) -> String {
        let links = contents.map { "<li><a href=\"#\($0.anchor)\">\(MarkupText.escaped($0.title))</a></li>" }
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(MarkupText.escaped(title))</title>
            <style>\(ReportPage.style)</style>
            </head>
            <body>
            <h1>\(MarkupText.escaped(title))</h1>
            <p class="summary">\(MarkupText.escaped(summary))</p>
            <nav><ol>\(links.joined())</ol></nav>
            \(body)
            </body>
            </html>

            """
    }

    private static let style = """
        :root{color-scheme:light}
        body{font:16px/1.55 Inter,Helvetica,Arial,"DejaVu Sans",sans-serif;color:#222;background:#fff;
        max-width:960px;margin:0 auto;padding:1.2rem}
        h1{font-size:1.7rem;line-height:1.25}h2{margin-top:2.6rem;border-bottom:1px solid #ddd;padding-bottom:.2rem}
        .summary{font-size:1.08rem}nav ol{columns:2;padding-left:1.3rem}
        figure{margin:1.4rem 0}figure svg{width:100%;height:auto}
        figcaption,caption{font-size:.86rem;color:#555;text-align:left;padding:.3rem 0}
        .table{overflow-x:auto}table{border-collapse:collapse;font-size:.86rem;font-variant-numeric:tabular-nums}
        th,td{padding:.25rem .6rem;border-bottom:1px solid #e5e5e5;text-align:right;white-space:nowrap}
        th:first-child,td:first-child{text-align:left}thead th{border-bottom:2px solid #999;white-space:normal}
        @media(max-width:600px){nav ol{columns:1}body{padding:.7rem}figure{overflow-x:auto}
        figure svg{width:auto;min-width:680px}}
        @media print{body{max-width:none;font-size:10pt}figure,table{break-inside:avoid}nav{display:none}}
        """
}
