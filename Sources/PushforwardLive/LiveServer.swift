import FlyingSocks

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A server of the live view on a free port of 127.0.0.1.
package struct LiveServer: Sendable {
    /// Where a browser finds the page.
    package let address: String
    private let listeners = Listeners()
    private let running: Task<Void, any Error>

    /// Serves a fit's folder.
    ///
    /// - Throws: What keeps the server from listening.
    package init(folder: String) async throws {
        let pool = SocketPool<Poll>.make()
        try await pool.prepare()
        let socket = try LiveServer.listeningSocket()
        guard case .ip4(let host, let port) = try socket.sockname() else {
            throw SocketError.unsupportedAddress
        }
        address = "http://\(host):\(port)/"
        let incoming = try AsyncSocket(socket: socket, pool: pool).sockets
        let file = LiveFile(folder: folder)
        running = Task { [listeners] in
            defer { try? socket.close() }
            try await withThrowingDiscardingTaskGroup { group in
                group.addTask { try await pool.run() }
                for try await connection in incoming {
                    let page = LiveConnection(socket: connection, file: file, listeners: listeners)
                    group.addTask { await page.serve() }
                }
            }
        }
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

    private static func listeningSocket() throws -> Socket {
        let socket = try Socket(domain: Int32(sockaddr_in.family))
        do {
            #if canImport(Darwin)
                try socket.setValue(true, for: .noSIGPIPE)
            #endif
            try socket.bind(to: .inet(ip4: "127.0.0.1", port: 0))
            try socket.listen()
        } catch {
            try? socket.close()
            throw error
        }
        return socket
    }
}
