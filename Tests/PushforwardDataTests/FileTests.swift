import Foundation
import SystemPackage
import Testing

@testable import PushforwardData

struct FileTests {
    private let folder: String

    init() throws {
        folder =
            FileManager.default.temporaryDirectory.appendingPathComponent("files-\(UUID().uuidString)").path
        try makeFolder(folder)
    }

    private func contents(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    @Test func aFileIsReplacedWholeAndNothingElseIsLeft() throws {
        let path = folder + "/a.txt"
        for text in ["first, and longer", "second"] {
            try writeAtomically(text, to: path)
            #expect(String(decoding: try readFile(path), as: UTF8.self) == text)
        }
        #expect(try contents(folder) == ["a.txt"])
    }

    @Test func whatIsNotCommittedLeavesTheOldFile() throws {
        let path = folder + "/a.txt"
        try writeAtomically("old", to: path)
        do {
            let file = try AtomicFile(path)
            try file.descriptor.writeAll(Array("new".utf8))
        }
        #expect(String(decoding: try readFile(path), as: UTF8.self) == "old")
        #expect(try contents(folder) == ["a.txt"])
    }

    /// A pipe stays one, and what is written goes through it.
    @Test func pipesAreNotReplaced() throws {
        let path = folder + "/pipe"
        #expect(mkfifo(path, 0o600) == 0)
        let reader = try FileDescriptor.open(path, .readWrite)
        defer { try? reader.close() }
        try writeAtomically("through", to: path)
        var bytes = [UInt8](repeating: 0, count: 20)
        let count = try bytes.withUnsafeMutableBytes { try reader.read(into: $0) }
        #expect(String(decoding: bytes[..<count], as: UTF8.self) == "through")
        #expect(try FilePath(path).stat().type == .fifo && contents(folder) == ["pipe"])
    }

    @Test func problemsAreSaidInWords() throws {
        let missing = folder + "/no/a.txt"
        let write = #expect(throws: FileError.self) { try writeAtomically("x", to: missing) }
        #expect(write?.reason == "can't be written (no such file or folder)")
        let read = #expect(throws: FileError.self) { try readFile(missing) }
        #expect(read?.reason == "can't be read (no such file or folder)")
        try writeAtomically("x", to: folder + "/a.txt")
        let make = #expect(throws: FileError.self) { try makeFolder(folder + "/a.txt/b") }
        #expect(make?.reason.hasPrefix("the folder can't be made (") == true)
    }

    @Test func aFolderIsThereWholeOrNotAtAll() throws {
        struct Stop: Error {}
        let path = folder + "/result"
        #expect(throws: Stop.self) {
            try makeFolderAtomically(path) {
                try writeAtomically("half", to: $0 + "/a.txt")
                throw Stop()
            }
        }
        #expect(try contents(folder) == [])
        // An empty folder is replaced, a full one is not.
        try makeFolder(path)
        try makeFolderAtomically(path) {
            try writeAtomically("whole", to: $0 + "/a.txt")
            #expect(try contents(path) == [] && $0.hasSuffix(temporaryEnding))
        }
        #expect(try contents(path) == ["a.txt"] && contents(folder) == ["result"])
        let error = #expect(throws: FileError.self) { try makeFolderAtomically(path) { _ in } }
        #expect(error?.reason.hasPrefix("the folder can't be made (") == true)
        #expect(try contents(path) == ["a.txt"] && contents(folder) == ["result"])
    }

    @Test func aFileHasOneWriter() throws {
        let path = folder + "/store"
        do {
            let lock = try FileLock(path)
            #expect(lock != nil)
            #expect(try FileLock(path) == nil)
            withExtendedLifetime(lock) {}
        }
        #expect(try FileLock(path) != nil)
        #expect(throws: FileError.self) { try FileLock(folder + "/no/store") }
    }

    /// The check value of the catalogue of parametrised CRC algorithms, and the same in parts.
    @Test func checksumsAreThoseOfTheCatalogue() {
        let bytes = Array("123456789".utf8)
        for cut in 0...9 {
            var sum = CRC32()
            bytes[..<cut].withUnsafeBytes { sum.update($0) }
            bytes[cut...].withUnsafeBytes { sum.update($0) }
            #expect(sum.value == 0xcbf4_3926)
        }
        #expect(CRC32().value == 0)
    }

    static let extremes: [(String, Double)] = [
        ("1e400", Double.infinity), ("-1e400", -Double.infinity), ("5e-324", Double.leastNonzeroMagnitude),
        ("1e-400", 0),
        ("+1.e-30", 1e-30),
        (".5e30", 0.5e30), ("12345678901234567890.5", 12_345_678_901_234_567_890.5),
        ("2.2250738585072011e-308", Double.leastNormalMagnitude.nextDown),
    ]

    /// Numbers beyond the quick way of the parser, whose values the compiler knows.
    @Test(arguments: extremes)
    func numbersBeyondTheQuickWay(text: String, value: Double) {
        let bytes = Array(text.utf8) + [0x0a]
        let parsed = bytes.withUnsafeBufferPointer { NumberParser.parse($0.baseAddress!)?.value }
        #expect(parsed == value)
    }
}
