import FlyingFox

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The pages of the live view: `/` is the page, `/events` a stream of server-sent events with the contents of
/// `live.json` when a page connects and whenever the file changes. Nothing else of the machine is served, and requests
/// that were not meant for this machine's own address are refused, so that no other site's page can read along.
package struct LiveRouter: HTTPHandler {
    private let folder: String
    private let listeners: Listeners
    private let pause: Duration

    /// The answers for the fit of a folder.
    ///
    /// - Parameter pause: Time between two looks at the file.
    package init(folder: String, listeners: Listeners, pause: Duration = .milliseconds(100)) {
        self.folder = folder
        self.listeners = listeners
        self.pause = pause
    }

    /// The answer to one request.
    package func handleRequest(_ request: HTTPRequest) async -> HTTPResponse {
        guard LiveRouter.isOwnAddress(request.headers[.host]) else {
            return HTTPResponse(statusCode: .forbidden)
        }
        guard request.method == .GET else { return HTTPResponse(statusCode: .notFound) }
        switch request.path {
        case "/":
            return HTTPResponse(
                statusCode: .ok, headers: LiveRouter.headers("text/html; charset=utf-8"),
                body: Data(LivePage.html.utf8))
        case "/favicon.ico": return HTTPResponse(statusCode: .noContent)
        case "/events":
            let events = LiveEvents(file: LiveFile(folder: folder), listeners: listeners, pause: pause)
            return HTTPResponse(
                statusCode: .ok, headers: LiveRouter.headers("text/event-stream"),
                body: HTTPBodySequence(from: events, suggestedBufferSize: 1 << 16))
        default: return HTTPResponse(statusCode: .notFound)
        }
    }

    /// Whether a request's host is this machine's loopback address.
    package static func isOwnAddress(_ authority: String?) -> Bool {
        let host = authority?.split(separator: ":", omittingEmptySubsequences: false).first.map(String.init)
        return host == "127.0.0.1" || host == "localhost"
    }

    private static func headers(_ type: String) -> HTTPHeaders {
        [.contentType: type, .cacheControl: "no-store"]
    }
}
