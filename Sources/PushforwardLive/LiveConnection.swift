import FlyingSocks

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// One connection of a browser, which has one request answered.
struct LiveConnection {
    private static let headLimit = 1 << 15
    let socket: AsyncSocket
    let file: LiveFile
    let listeners: Listeners

    /// Answers, and closes the connection at the end of the answer or when the browser has gone.
    func serve() async {
        defer { try? socket.close() }
        guard let request = try? await request() else { return }
        try? await send(LiveRouter.answer(to: request))
    }

    private func request() async throws -> LiveRequest? {
        var bytes: [UInt8] = []
        let end = Array("\r\n\r\n".utf8)
        while bytes.count < LiveConnection.headLimit {
            let searched = max(0, bytes.count - end.count)
            bytes += try await socket.read(atMost: 4096)
            guard let start = (searched..<bytes.count).first(where: { bytes[$0...].starts(with: end) }) else {
                continue
            }
            return LiveRequest(head: String(decoding: bytes[..<start], as: UTF8.self))
        }
        return nil
    }

    private func send(_ answer: LiveRouter.Answer) async throws {
        try await socket.write(Data(answer.head.utf8))
        switch answer {
        case .page: try await socket.write(Data(LivePage.html.utf8))
        case .events:
            listeners.enter()
            defer { listeners.leave() }
            var events = LiveEvents(file)
            while true { try await socket.write(Data(events.next().utf8)) }
        default: break
        }
    }
}
