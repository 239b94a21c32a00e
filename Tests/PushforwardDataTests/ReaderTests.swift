import Foundation
import PushforwardNumerics
import Testing

@testable import PushforwardData

/// Reads text from memory, in chunks of the given size.
func table(_ text: String, chunk: Int = .max, _ change: (inout ReadingOptions) -> Void = { _ in }) throws
    -> ReadTable
{
    try table(Array(text.utf8), chunk: chunk, change)
}

func table(_ bytes: [UInt8], chunk: Int = .max, _ change: (inout ReadingOptions) -> Void = { _ in }) throws
    -> ReadTable
{
    var options = ReadingOptions()
    change(&options)
    return try TableReader(path: "data", options: options).read(MemorySource(bytes, chunk: chunk), entry: nil)
}

func failure(_ work: () throws -> ReadTable) -> String {
    do {
        _ = try work()
        return "no failure"
    } catch {
        return "\(error)"
    }
}

struct ReaderTests {
    private func values(_ sample: Sample) -> [[Double]] {
        (0..<sample.rows).map { row in (0..<sample.columns).map { sample[row, $0] } }
    }

    @Test(arguments: [1, 7, 64, .max])
    func textInAnyChunks(chunk: Int) throws {
        let text = "\u{FEFF}# made by hand\r\n\"a, b\",c\r\n1.5,-2e3\r\n\r\n\"3\", 4 \r\n.5,\"+6\"\"\"\r\n"
        #expect(
            failure { try table(text, chunk: chunk) }
                == "data: line 6, column 2: expected a number, found '+6\"'")
        let good = try table(text.split(separator: "\"\"").joined(), chunk: chunk)
        #expect(good.names == ["a, b", "c"])
        #expect(values(good.sample) == [[1.5, -2000], [3, 4], [0.5, 6]])
    }

    @Test func delimitersAndHeaders() throws {
        #expect(values(try table("1;2\n3;4").sample) == [[1, 2], [3, 4]])
        #expect(values(try table("x\ty\n1\t2").sample) == [[1, 2]])
        #expect(values(try table("  1   2 \n 3\t4\n").sample) == [[1, 2], [3, 4]])
        #expect(values(try table("1|2\n") { $0.delimiter = 0x7c }.sample) == [[1, 2]])
        #expect(try table("1,2\n3,4\n") { $0.header = .present }.names == ["1", "2"])
        #expect(try table("7\n8\n").sample.columns == 1)
    }

    @Test func columnsAreChosen() throws {
        let text = "id,x,y\nfirst,1,2\nsecond,3,4\n"
        let chosen = try table(text) { $0.columns = ["y", "2"] }
        #expect(chosen.names == ["y", "x"])
        #expect(values(chosen.sample) == [[2, 1], [4, 3]])
        #expect(
            failure { try table(text) { $0.columns = ["z"] } }
                == "data: expected a column 'z', found id, x, y")
        #expect(failure { try table(text) } == "data: line 2, column 1: expected a number, found 'first'")
    }

    @Test func missingValues() throws {
        let text = "1,2\nNA,3\n4,\n5,6\n"
        let skipped = try table(text) { $0.skipsMissing = true }
        #expect(values(skipped.sample) == [[1, 2], [5, 6]] && skipped.skippedRows == 2)
        #expect(
            failure { try table(text) }.hasPrefix("data: line 2, column 1: expected a number, found 'NA'"))
        #expect(
            failure { try table("1\ninf\n") }
                == "data: line 2, column 1: expected a finite number, found 'inf'")
        #expect(
            failure { try table("1\n1e999\n") }
                == "data: line 2, column 1: expected a finite number, found '1e999'")
    }

    @Test(arguments: [
        ("", "data: expected rows of numbers, found nothing"),
        ("a,b\n", "data: expected rows of numbers, found none"),
        ("1,2\n3\n", "data: line 2: expected 2 fields, found 1"),
        ("1,2\n3,4,5\n", "data: line 2: expected 2 fields, found 3"),
        ("1\n\"2\n", "data: line 2: a quoted field does not end"),
        ("1\n2x\n", "data: line 2, column 1: expected a number, found '2x'"),
        ("1\n\u{1B}[2J\n", "data: line 2, column 1: expected a number, found '\\x1b[2J'"),
    ])
    func wrongTextIsNamed(text: String, expected: String) {
        #expect(failure { try table(text) } == expected)
    }

    @Test func manyColumns() throws {
        let count = 100_000
        let line = (0..<count).map { "\($0)" }.joined(separator: ",")
        let wide = try table(line + "\n" + line + "\n", chunk: 1 << 16)
        #expect(wide.sample.rows == 2 && wide.sample.columns == count && wide.sample[1, count - 1] == 99_999)
    }

    /// Against the standard library's own conversion, which rounds correctly.
    @Test func numbersAreCorrectlyRounded() {
        var random = RandomStream(seed: 81)
        func parsed(_ text: String) -> Double? {
            (Array(text.utf8) + [0x0a]).withUnsafeBufferPointer { NumberParser.parse($0.baseAddress!)?.value }
        }
        var wrong: [String] = []
        for _ in 0..<20_000 {
            let digits = random.integer(below: 19) + 1
            var text = String((0..<digits).map { _ in Character("\(random.integer(below: 10))") })
            let place = random.integer(below: digits + 1)
            text.insert(contentsOf: ".", at: text.index(text.startIndex, offsetBy: place))
            if random.integer(below: 3) == 0 { text += "e\(random.integer(below: 60) - 30)" }
            if parsed(text) != Double(text) { wrong.append(text) }
        }
        for value in (0..<5_000).map({ _ in Double(bitPattern: random.next() & 0x7fef_ffff_ffff_ffff) })
        where parsed("\(value)") != value {
            wrong.append("\(value)")
        }
        #expect(wrong == [])
        for text in ["9007199254740993", "0.30000000000000004", "5e-324", "2.2250738585072011e-308", "1e23"] {
            #expect(parsed(text) == Double(text))
        }
    }

    @Test(arguments: ["<f4", ">f4", "<f8", ">f8"], [false, true])
    func arrays(type: String, isFortran: Bool) throws {
        let numbers: [Double] = [1, 2, 3, 4, 5, 6.5]
        let bytes = npy(
            isFortran ? [1, 3, 5, 2, 4, 6.5] : numbers, type: type, shape: "(3, 2)", isFortran: isFortran)
        let read = try table(bytes, chunk: 5)
        #expect(values(read.sample) == [[1, 2], [3, 4], [5, 6.5]])
        #expect(read.sample.precision == (type.hasSuffix("4") ? .single : .double))
        #expect(try table(npy(numbers, type: type, shape: "(6,)", isFortran: isFortran)).sample.columns == 1)
    }

    @Test func lyingArrays() {
        func message(_ shape: String, type: String = "<f8", count: Int = 4) -> String {
            failure {
                try table(
                    npy([Double](repeating: 1, count: count), type: type, shape: shape, isFortran: false))
            }
        }
        #expect(
            message("(1000000000000000000, 2)")
                == "data: expected 1000000000000000000 rows of 2 columns, as the header says, found 2 rows"
        )
        #expect(message("(9223372036854775807, 9223372036854775807)").contains("at most 2^24 columns"))
        #expect(message("(1, 2)").contains("found 2 rows"))
        #expect(
            message("(2, 2)", type: "<i8").contains("expected an array of float32 or float64, found '<i8'"))
        #expect(message("(1, 2, 2)").contains("expected an array of 1 or 2 dimensions"))
        #expect(message("(0, 2)").contains("an array of 0 rows"))
        #expect(message("(-1,)").contains("expected a NumPy header"))
        let bytes = npy([1, .nan, 3, 4], type: "<f8", shape: "(2, 2)", isFortran: false)
        #expect(
            failure { try table(bytes) }.hasPrefix("data: line 1, column 2: expected a number, found NaN"))
        #expect(failure { try table(Array(bytes.prefix(9))) }.contains("ends before it is complete"))
    }

    @Test func foldersAndMissingFiles() {
        #expect(failure { try readSample("/no/such/file") } == "/no/such/file: no such file")
        #expect(failure { try readSample("/tmp") } == "/tmp: expected a file of numbers, found a folder")
    }
}

/// The bytes of an .npy array.
func npy(_ numbers: [Double], type: String, shape: String, isFortran: Bool) -> [UInt8] {
    let header =
        "{'descr': '\(type)', 'fortran_order': \(isFortran ? "True" : "False"), 'shape': \(shape), }\n"
    var bytes: [UInt8] =
        [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8)
    for number in numbers {
        let little =
            type.hasSuffix("4")
            ? withUnsafeBytes(of: Float(number).bitPattern.littleEndian, Array.init)
            : withUnsafeBytes(of: number.bitPattern.littleEndian, Array.init)
        bytes += type.hasPrefix(">") ? little.reversed() : little
    }
    return bytes
}
