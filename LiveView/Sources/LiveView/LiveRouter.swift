import Hummingbird
import Synchronization

/// Number of pages that are listening.
public final class Listeners: Sendable {
    private let count = Atomic(0)

    /// None.
    public init() {}

    /// How many there are.
    public var current: Int { count.load(ordering: .relaxed) }

    func enter() { count.add(1, ordering: .relaxed) }
    func leave() { count.subtract(1, ordering: .relaxed) }
}

/// The pages of the live view: `/` is the page, `/events` a stream of server-sent events with the contents of
/// `live.json` when a page connects and whenever the file changes. Nothing else of the machine is served, and requests
/// that were not meant for this machine's own address are refused, so that no other site's page can read along.
public enum LiveRouter {
    /// The routes for the fit of a folder.
    ///
    /// - Parameter pause: Time between two looks at the file.
    public static func routes(
        folder: String, listeners: Listeners, pause: Duration = .milliseconds(100)
    ) -> Router<BasicRequestContext> {
        let router = Router()
        router.add(middleware: OwnAddressOnly())
        router.get("/") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"],
                body: .init(byteBuffer: ByteBuffer(string: LivePage.html)))
        }
        router.get("/favicon.ico") { _, _ in Response(status: .noContent) }
        router.get("/events") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
                body: .init { writer in
                    listeners.enter()
                    defer { listeners.leave() }
                    try await send(LiveFile(folder: folder), to: &writer, pause: pause)
                    try await writer.finish(nil)
                })
        }
        return router
    }

    /// Whether a request's host is this machine's loopback address.
    public static func isOwnAddress(_ authority: String?) -> Bool {
        let host = authority?.split(separator: ":", omittingEmptySubsequences: false).first.map(String.init)
        return host == "127.0.0.1" || host == "localhost"
    }

    /// Sends the file's contents until the page goes away; a comment every 10 s keeps the connection open.
    private static func send(
        _ file: LiveFile, to writer: inout any ResponseBodyWriter, pause: Duration
    ) async throws {
        var sent: String?
        var quiet = ContinuousClock.now
        while !Task.isCancelled {
            let version = file.version
            if version != sent, let contents = file.contents {
                sent = version
                quiet = .now
                try await writer.write(ByteBuffer(string: "data: \(contents)\n\n"))
            } else if ContinuousClock.now - quiet > .seconds(10) {
                quiet = .now
                try await writer.write(ByteBuffer(string: ": still here\n\n"))
            }
            try? await Task.sleep(for: pause)
        }
    }
}

/// Refuses requests whose Host is not this machine's loopback address.
struct OwnAddressOnly<Context: RequestContext>: RouterMiddleware {
    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard LiveRouter.isOwnAddress(request.head.authority) else { return Response(status: .forbidden) }
        return try await next(request, context)
    }
}
