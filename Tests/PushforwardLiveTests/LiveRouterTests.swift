import Foundation
import PushforwardLive
import Testing

struct LiveRouterTests {
    private func status(_ path: String, method: String = "GET", host: String = "127.0.0.1:80") throws -> Int {
        let head = "\(method) \(path) HTTP/1.1\r\nAccept: */*\r\nhost:\t\(host)"
        let answer = LiveRouter.answer(to: try #require(LiveRequest(head: head)))
        return try #require(Int(answer.head.split(separator: " ")[1]))
    }

    @Test(arguments: ["", "GET /", "GET / FTP/1", "GET  / HTTP/1.1", "GET / HTTP/2"])
    func noRequests(_ head: String) {
        #expect(LiveRequest(head: head) == nil)
    }

    @Test func oneHostIsNeeded() throws {
        for fields in ["", "\r\nHost: localhost\r\nHost: example.org", "\r\nHost localhost"] {
            let request = try #require(LiveRequest(head: "GET / HTTP/1.1" + fields))
            #expect(LiveRouter.answer(to: request) == .forbidden)
        }
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
    func statuses(_ path: String, _ expected: Int) throws {
        #expect(try status(path) == expected)
        #expect(try status(path, host: "example.org") == 403)
        #expect(try status(path, method: "POST") == 404)
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
