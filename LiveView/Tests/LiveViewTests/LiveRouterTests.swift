import Foundation
import Hummingbird
import HummingbirdTesting
import LiveView
import Testing

struct LiveRouterTests {
    private func folder() throws -> String {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    private func application(_ folder: String) -> some ApplicationProtocol {
        Application(router: LiveRouter.routes(folder: folder, listeners: Listeners()))
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
        try await application(try folder()).test(.router) { client in
            try await client.execute(uri: path, method: .get) { response in
                #expect(response.status.code == status)
            }
        }
    }

    @Test func thePageNeedsNoNetwork() {
        let page = LivePage.html
        #expect(!page.contains("http://") && !page.contains("https://") && !page.contains("src="))
        #expect(page.contains("new EventSource('/events')"))
    }

    @Test func halfAFileIsNoNews() throws {
        let path = try folder()
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
