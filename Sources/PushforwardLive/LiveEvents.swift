import FlyingSocks

/// A file's contents as server-sent events, at once and whenever it changes, until the page goes away. A comment each
/// second shows when it has gone.
struct LiveEvents: AsyncBufferedSequence {
    typealias Element = UInt8

    let file: LiveFile
    let listeners: Listeners
    let pause: Duration

    func makeAsyncIterator() -> Iterator { Iterator(self, listener: Listener(listeners)) }

    struct Iterator: AsyncBufferedIteratorProtocol {
        private let file: LiveFile
        private let pause: Duration
        private let listener: Listener
        private var sent: String?
        private var quiet = ContinuousClock.now
        private var rest: ArraySlice<UInt8> = []

        fileprivate init(_ events: LiveEvents, listener: Listener) {
            file = events.file
            pause = events.pause
            self.listener = listener
        }

        mutating func next() async throws -> UInt8? { try await nextBuffer(suggested: 1)?.first }

        mutating func nextBuffer(suggested count: Int) async throws -> ArraySlice<UInt8>? {
            if rest.isEmpty { rest = try await ArraySlice(event().utf8) }
            defer { rest = rest.dropFirst(count) }
            return rest.prefix(count)
        }

        /// The next thing to say, once there is one.
        private mutating func event() async throws -> String {
            while true {
                let version = file.version
                if version != sent, let contents = file.contents {
                    sent = version
                    quiet = .now
                    return "data: \(contents)\n\n"
                }
                if ContinuousClock.now - quiet > .seconds(1) {
                    quiet = .now
                    return ": still here\n\n"
                }
                try await Task.sleep(for: pause)
            }
        }
    }
}
