/// What a request asks for, as far as the live view looks at it.
package struct LiveRequest: Sendable {
    let method: String
    let path: String
    let host: String?

    /// The request of a head, up to its empty line; `nil` where it is none of HTTP.
    package init?(head: String) {
        let lines = head.split(separator: "\r\n", omittingEmptySubsequences: false)
        let parts = lines[0].split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[2].hasPrefix("HTTP/1.") else { return nil }
        method = String(parts[0])
        path = String(parts[1].prefix { $0 != "?" })
        let hosts = lines.dropFirst().compactMap { line -> String? in
            let field = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard field.count == 2, field[0].lowercased() == "host" else { return nil }
            return field[1].filter { $0 != " " && $0 != "\t" }
        }
        host = hosts.count == 1 ? hosts[0] : nil
    }
}

/// The pages of the live view: `/` is the page, `/events` a stream of server-sent events with the contents of
/// `live.json` when a page connects and whenever the file changes. Nothing else of the machine is served, and requests
/// that were not meant for this machine's own address are refused, so that no other site's page can read along.
package enum LiveRouter {
    /// The answers that there are.
    package enum Answer: Sendable {
        case page, events, nothing, forbidden, notFound

        /// The line of its status and its fields.
        package var head: String {
            let lines =
                switch self {
                case .page: ["200 OK", "Content-Type: text/html; charset=utf-8", "Cache-Control: no-store"]
                case .events: ["200 OK", "Content-Type: text/event-stream", "Cache-Control: no-store"]
                case .nothing: ["204 No Content"]
                case .forbidden: ["403 Forbidden"]
                case .notFound: ["404 Not Found"]
                }
            return "HTTP/1.1 " + (lines + ["Connection: close", "", ""]).joined(separator: "\r\n")
        }
    }

    /// The answer to a request.
    package static func answer(to request: LiveRequest) -> Answer {
        guard isOwnAddress(request.host) else { return .forbidden }
        return switch (request.method, request.path) {
        case ("GET", "/"): .page
        case ("GET", "/favicon.ico"): .nothing
        case ("GET", "/events"): .events
        default: .notFound
        }
    }

    /// Whether a request's host is this machine's loopback address.
    package static func isOwnAddress(_ authority: String?) -> Bool {
        let host = authority?.split(separator: ":", omittingEmptySubsequences: false).first.map(String.init)
        return host == "127.0.0.1" || host == "localhost"
    }
}
