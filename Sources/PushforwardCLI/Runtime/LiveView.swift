import Dispatch
import PushforwardLive
import Synchronization

/// The page of a fit while it runs. If the server fails, it prints a warning and the fit continues.
enum LiveView {
    /// Serves a fit's folder on threads of its own, and prints the page's address to standard error.
    static func start(folder: String) -> LiveServer? {
        do {
            let server = try waiting { try await LiveServer(folder: folder) }
            Terminal.write("\(server.address)\n")
            return server
        } catch {
            Terminal.write(
                "pushforward: the live page can't be served (\(error)); the fit continues without it\n")
            return nil
        }
    }

    /// Serves an open page for another minute; with several ranks, which wait for this one, only for a second, so that
    /// the page shows the end.
    static func end(_ server: LiveServer) {
        Terminal.flush()
        if server.hasPages && !Ranks.areSeveral {
            Terminal.write("the page stays open for one minute, or until you close it\n")
        }
        try? waiting { await server.end(after: Ranks.areSeveral ? .seconds(1) : .seconds(60)) }
    }

    /// Runs a task, waits for it and returns its value.
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

    /// The result of a task.
    private final class Outcome<Value: Sendable>: Sendable {
        private let value = Mutex<Result<Value, any Error>?>(nil)
        func set(_ result: Result<Value, any Error>) { value.withLock { $0 = result } }
        func get() throws -> Value { try value.withLock { $0 }!.get() }
    }
}
