import ArgumentParser
import Hummingbird
import LiveView
import Logging

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// `pushforward-live`
@main
struct PushforwardLive: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pushforward-live",
        abstract: "Show a running fit on a page of this machine; 'pushforward fit --live' starts it.")

    @Argument(help: ArgumentHelp("The fit's folder.", valueName: "folder"))
    var folder: String

    @Option(help: "Port on 127.0.0.1; 0 takes a free one.")
    var port = 0

    @Option(help: ArgumentHelp("End when this process has ended and no page is open.", valueName: "process"))
    var parent: Int32?

    func run() async throws {
        var status = stat()
        guard stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            PushforwardLive.fail("\(folder): no such folder", status: 66)
        }
        let listeners = Listeners()
        var logger = Logger(label: "pushforward-live")
        logger.logLevel = .critical
        let application = Application(
            router: LiveRouter.routes(folder: folder, listeners: listeners),
            configuration: .init(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { channel in
                print("http://127.0.0.1:\(channel.localAddress?.port ?? 0)/")
                fflush(nil)
            }, logger: logger)
        if let parent { Task { await end(after: parent, listeners) } }
        do {
            try await application.runService(gracefulShutdownSignals: [])
        } catch {
            PushforwardLive.fail("port \(port) can't be had (\(error))", status: 69)
        }
    }

    /// Ends this process some time after another: at once where no page is open, and after a minute elsewhere.
    private func end(after parent: Int32, _ listeners: Listeners) async {
        var left = 60
        while left > 0 {
            try? await Task.sleep(for: .seconds(1))
            guard kill(parent, 0) != 0 else { continue }
            left = listeners.current == 0 ? 0 : left - 1
        }
        _exit(0)
    }

    private static func fail(_ line: String, status: Int32) -> Never {
        let bytes = Array("pushforward-live: \(line)\n".utf8)
        _ = write(STDERR_FILENO, bytes, bytes.count)
        _exit(status)
    }
}
