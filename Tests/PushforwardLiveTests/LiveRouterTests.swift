import FlyingFox
import Foundation
import PushforwardLive
import Testing

struct LiveRouterTests {
    private func answer(_ path: String, method: HTTPMethod = .GET, host: String = "127.0.0.1:80") async throws
        -> HTTPResponse
    {
        let router = LiveRouter(folder: try temporaryFolder(), listeners: Listeners())
        return await router.handleRequest(
            HTTPRequest(
                method: method, version: .http11, path: path, query: [], headers: [.host: host], body: Data())
        )
    }

    @Test(arguments: [
        ("127.0.0.1:8080", true), ("localhost", true), ("example.org", false),
        ("127.0.0.1.example.org", false),
        ("", false), (":80", false),
    ])
    func hosts(_ authority: String, _ isOwn: Bool) {
        #expect(LiveRouter.isOwnAddress(authority) == isOwn)
        #expect(!LiveRouter.isOwnAddress(nil))
    }

    @Test(arguments: [("/", 200), ("/favicon.ico", 204), ("/live.json", 404), ("/../etc/passwd", 404)])
    func statuses(_ path: String, _ status: Int) async throws {
        #expect(try await answer(path).statusCode.code == status)
        #expect(try await answer(path, host: "example.org").statusCode.code == 403)
        #expect(try await answer(path, method: .POST).statusCode.code == 404)
    }

    @Test func thePageNeedsNoNetwork() {
        let page = LivePage.html
        #expect(!page.contains("http://") && !page.contains("https://") && !page.contains("src="))
        #expect(page.contains("new EventSource('/events')"))
    }

    @Test func halfAFileIsNoNews() throws {
        let path = try temporaryFolder()
        let file = LiveFile(folder: path)
        #expect(file.version == nil && file.contents == nil)
        try Data("{\"step\": 1".utf8).write(to: URL(fileURLWithPath: file.path))
        #expect(file.contents == nil)
        try Data("{\"step\":\n 1}".utf8).write(to: URL(fileURLWithPath: file.path), options: .atomic)
        let version = file.version
        #expect(file.contents == "{\"step\": 1}")
        try Data("{\"step\": 2}".utf8).write(to: URL(fileURLWithPath: file.path), options: .atomic)
        #expect(file.version != version)
    }
}
