import CZlib
import Foundation
import PushforwardNumerics
import Testing

@testable import PushforwardData

/// Readers end with a table or an error on any bytes: valid files are mutated, and nothing may trap. The number of
/// inputs is `PUSHFORWARD_FUZZ_INPUTS`, 5,000 by default.
struct ReaderFuzzTests {
    private static let inputs =
        ProcessInfo.processInfo.environment["PUSHFORWARD_FUZZ_INPUTS"].flatMap(Int.init) ?? 5_000

    private static func deflated(_ bytes: [UInt8], windowBits: Int32) -> [UInt8] {
        var stream = z_stream()
        var bytes = bytes
        var result = [UInt8](repeating: 0, count: bytes.count + 1_000)
        deflateInit2_(
            &stream, 6, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        let count = bytes.withUnsafeMutableBufferPointer { input in
            result.withUnsafeMutableBufferPointer { output in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                deflate(&stream, Z_FINISH)
                return output.count - Int(stream.avail_out)
            }
        }
        deflateEnd(&stream)
        return Array(result[..<count])
    }

    private static func little(_ value: Int, _ bytes: Int) -> [UInt8] {
        (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    /// An archive of one array.
    static func archive(_ array: [UInt8], isDeflated: Bool) -> [UInt8] {
        let body = isDeflated ? deflated(array, windowBits: -15) : array
        let sum = array.withUnsafeBufferPointer { Int(crc32(0, $0.baseAddress, UInt32($0.count))) }
        let name = Array("x.npy".utf8)
        let common =
            little(20, 2) + little(0, 2) + little(isDeflated ? 8 : 0, 2) + little(0, 4) + little(sum, 4)
            + little(body.count, 4) + little(array.count, 4) + little(name.count, 2) + little(0, 2)
        let local = little(0x0403_4b50, 4) + common + name + body
        let central = little(0x0201_4b50, 4) + little(20, 2) + common + little(0, 10) + little(0, 4) + name
        let end =
            little(0x0605_4b50, 4) + little(0, 4) + little(1, 2) + little(1, 2) + little(central.count, 4)
            + little(local.count, 4) + little(0, 2)
        return local + central + end
    }

    private static let seeds: [[UInt8]] = {
        let text = Array("a,b\n1.5,-2e3\n\"3\",4\nNA,5\n6,7\n".utf8)
        let array = npy([1, 2, 3, 4], type: "<f4", shape: "(2, 2)", isFortran: false)
        return [
            text, Array("1 2\n 3 4\n".utf8), deflated(text, windowBits: 31), array,
            npy([1, 2, 3], type: ">f8", shape: "(3,)", isFortran: true), archive(array, isDeflated: true),
            archive(array, isDeflated: false), deflated(array, windowBits: 31),
        ]
    }()

    @Test func compressedFilesAreRead() throws {
        #expect(try table(ReaderFuzzTests.seeds[2]) { $0.skipsMissing = true }.sample.rows == 3)
        for index in [3, 5, 6, 7] { #expect(try table(ReaderFuzzTests.seeds[index]).sample[1, 1] == 4) }
        let twice = ReaderFuzzTests.deflated(Array("1\n".utf8), windowBits: 31)
        #expect(try table(twice + twice).sample.rows == 2)
        #expect(failure { try table(Array(twice.dropLast(3))) }.contains("end before they are complete"))
        var damaged = ReaderFuzzTests.archive(ReaderFuzzTests.seeds[3], isDeflated: false)
        damaged[120] ^= 1
        #expect(failure { try table(damaged) } != "no failure")
    }

    @Test func mutatedFilesNeverTrap() {
        var random = RandomStream(seed: 82)
        var tables = 0
        for _ in 0..<ReaderFuzzTests.inputs {
            var bytes = ReaderFuzzTests.seeds[random.integer(below: ReaderFuzzTests.seeds.count)]
            for _ in 0...random.integer(below: 4) { mutate(&bytes, using: &random) }
            let chunk = [1, 3, 64, Int.max][random.integer(below: 4)]
            let skips = random.integer(below: 2) == 0
            if (try? table(bytes, chunk: chunk) { $0.skipsMissing = skips }) != nil { tables += 1 }
        }
        // Some mutations leave a valid table, most do not.
        #expect(tables > 0 && tables < ReaderFuzzTests.inputs)
    }

    private func mutate(_ bytes: inout [UInt8], using random: inout RandomStream) {
        let place = random.integer(below: bytes.count + 1)
        switch random.integer(below: 6) {
        case 0 where place < bytes.count: bytes[place] = UInt8(truncatingIfNeeded: random.next())
        case 1 where place < bytes.count: bytes[place] ^= 1 << UInt8(random.integer(below: 8))
        case 2: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
        case 3 where place < bytes.count: bytes.remove(at: place)
        case 4: bytes.removeSubrange(place...)
        case 5:
            bytes.insert(
                contentsOf: Array("99999999999999999999".utf8).prefix(random.integer(below: 21)), at: place)
        default: break
        }
    }
}
