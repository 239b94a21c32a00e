import PushforwardGraphics
import Synchronization
import SystemPackage

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The terminal and the machine that the program runs on.
enum Terminal {
    /// Number of cores that this process may use.
    static var coreCount: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }

    /// Whether standard error is a terminal.
    static var hasTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Whether there is a file of this name.
    static func isFile(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    /// Writes to standard error.
    static func write(_ text: String) {
        _ = try? FileDescriptor.standardError.writeAll(text.utf8)
    }

    /// Writes out what was printed and is still in memory.
    static func flush() { fflush(nil) }

    /// Ends the program.
    static func end(status: Int32) -> Never { exit(status) }

    /// Waits for the given time.
    static func wait(seconds: UInt32) { sleep(seconds) }
}

/// One line on standard error that shows the progress; nothing if standard error is not a terminal.
final class ProgressLine: Sendable {
    private let start = ContinuousClock.now
    private let isShown = Terminal.hasTerminal
    private let lock = Mutex(())

    /// Redraws the line.
    func show(finished: Int, total: Int, name: String) {
        guard isShown else { return }
        lock.withLock { _ in
            let time = timeLeft(finished, of: total)
            Terminal.write("\r\u{1B}[K\(finished) of \(total) runs, about \(time) left (\(name))")
        }
    }

    /// Redraws the line for one run's steps.
    func show(step: Int, of steps: Int, loss: Double?) {
        guard isShown else { return }
        lock.withLock { _ in
            let value = loss.map { ", loss \(NumberText.plain($0))" } ?? ""
            Terminal.write(
                "\r\u{1B}[Kstep \(step) of \(steps)\(value), about \(timeLeft(step, of: steps)) left")
        }
    }

    /// The time that the rest takes at the pace so far.
    private func timeLeft(_ done: Int, of all: Int) -> String {
        let elapsed = Int((ContinuousClock.now - start).components.seconds)
        return NumberText.duration(seconds: elapsed * (all - done) / max(done, 1))
    }

    /// Clears the line.
    func end() {
        if isShown { Terminal.write("\r\u{1B}[K") }
    }
}
