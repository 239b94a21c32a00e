import Dispatch
import PushforwardLive
import Synchronization

/// The page of a fit while it runs. A server that fails says so and leaves the fit alone.
enum LiveView {
    /// Serves a fit's folder from other threads than this one, and prints the page's address to standard error.
    static func start(folder: String) -> LiveServer? {
        do {
            let server = try waiting { try await LiveServer(folder: folder) }
            Terminal.write("\(server.address)\n")
            return server
        } catch {
            Terminal.write(
                "pushforward: the fit goes on without its page, which can't be served (\(error))\n")
            return nil
        }
    }

    /// Leaves a page that is open a minute for another look; among ranks, which wait for this one, only the time to hear
    /// of the end.
    static func end(_ server: LiveServer) {
        Terminal.flush()
        if server.hasPages && !Ranks.areSeveral {
            Terminal.write("the page stays for a minute, or until it is closed\n")
        }
        try? waiting { await server.end(after: Ranks.areSeveral ? .seconds(1) : .seconds(60)) }
    }

    /// What a task gives, for which this thread waits.
    private static func waiting<Value: Sendable>(
        _ body: @escaping @Sendable () async throws -> Value
    ) throws -> Value {
        let outcome = Outcome<Value>()
        let isThere = DispatchSemaphore(value: 0)
        Task.detached {
            do { outcome.set(.success(try await body())) } catch { outcome.set(.failure(error)) }
            isThere.signal()
        }
        isThere.wait()
        return try outcome.get()
    }

    /// What a task has given.
    private final class Outcome<Value: Sendable>: Sendable {
        private let value = Mutex<Result<Value, any Error>?>(nil)
        func set(_ result: Result<Value, any Error>) { value.withLock { $0 = result } }
        func get() throws -> Value { try value.withLock { $0 }!.get() }
    }
}
