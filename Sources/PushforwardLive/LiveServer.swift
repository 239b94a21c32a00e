import FlyingFox
import FlyingSocks

/// A server of the live view on a free port of 127.0.0.1.
package struct LiveServer: Sendable {
    /// Where a browser finds the page.
    package let address: String
    private let listeners: Listeners
    private let running: Task<Void, any Error>

    /// Serves a fit's folder.
    ///
    /// - Throws: What keeps the server from listening.
    package init(folder: String) async throws {
        let listeners = Listeners()
        let server = HTTPServer(
            address: try .inet(ip4: "127.0.0.1", port: 0), logger: .disabled,
            handler: LiveRouter(folder: folder, listeners: listeners))
        let listening = Task { try await server.waitUntilListening() }
        let running = Task {
            defer { listening.cancel() }
            try await server.run()
        }
        do {
            try await listening.value
        } catch {
            // A server that has failed knows better why than the wait for it.
            running.cancel()
            try await running.value
            throw error
        }
        guard case .ip4(let host, let port) = await server.listeningAddress else {
            throw SocketError.disconnected
        }
        address = "http://\(host):\(port)/"
        self.listeners = listeners
        self.running = running
    }

    /// Whether a page is open.
    package var hasPages: Bool { listeners.current > 0 }

    /// Serves on for as long as a page is open, and ends after a time at most.
    package func end(after time: Duration) async {
        let end = ContinuousClock.now + time
        while hasPages, ContinuousClock.now < end { try? await Task.sleep(for: .milliseconds(100)) }
        running.cancel()
        _ = await running.result
    }
}
