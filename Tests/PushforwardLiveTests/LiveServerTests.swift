import FlyingSocks
import Foundation
import PushforwardLive
import Testing

/// An empty folder.
func temporaryFolder() throws -> String {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
}

struct LiveServerTests {
    private func connection(to server: LiveServer, path: String, host: String) async throws -> AsyncSocket {
        let port = try #require(URL(string: server.address)?.port.flatMap { UInt16(exactly: $0) })
        let socket = try await AsyncSocket.connected(to: .inet(ip4: "127.0.0.1", port: port))
        try await socket.write(Data("GET \(path) HTTP/1.1\r\nHost: \(host)\r\n\r\n".utf8))
        return socket
    }

    /// What arrives up to a text.
    private func read(_ socket: AsyncSocket, upTo text: String) async throws -> String {
        var read = ""
        while !read.contains(text) {
            read += String(decoding: try await socket.read(atMost: 4096), as: UTF8.self)
        }
        return read
    }

    private func write(_ text: String, to folder: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/live.json"), options: .atomic)
    }

    @Test(.timeLimit(.minutes(1))) func newsArriveUntilThePageIsClosed() async throws {
        let folder = try temporaryFolder()
        let server = try await LiveServer(folder: folder)
        #expect(server.address.hasPrefix("http://127.0.0.1:") && !server.hasPages)
        let page = try await connection(to: server, path: "/events", host: "127.0.0.1")
        #expect(try await read(page, upTo: ": still here").contains("text/event-stream"))
        #expect(server.hasPages)
        try write("{\"step\": 1}", to: folder)
        _ = try await read(page, upTo: "data: {\"step\": 1}\n\n")
        let long = "{\"points\": [\(Array(repeating: "0", count: 200_000).joined(separator: ","))]}"
        try write(long, to: folder)
        _ = try await read(page, upTo: "0]}\n\n")
        try page.close()
        await server.end(after: .seconds(60))
        #expect(!server.hasPages)
    }

    @Test(.timeLimit(.minutes(1))) func anOpenPageHoldsTheServerForAWhileOnly() async throws {
        let server = try await LiveServer(folder: try temporaryFolder())
        let page = try await connection(to: server, path: "/events", host: "localhost:80")
        _ = try await read(page, upTo: ": still here")
        await server.end(after: .seconds(1))
        #expect(!server.hasPages)
        await #expect(throws: (any Error).self) {
            _ = try await connection(to: server, path: "/", host: "localhost")
        }
        try page.close()
    }

    @Test(.timeLimit(.minutes(1))) func otherHostsAreRefused() async throws {
        let server = try await LiveServer(folder: try temporaryFolder())
        let page = try await connection(to: server, path: "/", host: "example.org")
        #expect(try await read(page, upTo: "\r\n\r\n").hasPrefix("HTTP/1.1 403 "))
        try page.close()
        await server.end(after: .zero)
    }
}
