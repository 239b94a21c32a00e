/// A file's contents as server-sent events, at once and whenever it changes. A comment each second shows when the page
/// has gone.
struct LiveEvents {
    private let file: LiveFile
    private var sent: String?
    private var quiet = ContinuousClock.now

    init(_ file: LiveFile) { self.file = file }

    /// The next thing to say, once there is one.
    mutating func next() async throws -> String {
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
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}
