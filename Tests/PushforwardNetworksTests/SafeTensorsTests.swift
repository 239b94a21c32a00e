import Foundation
import Testing

@testable import PushforwardNetworks
@testable import PushforwardNumerics

struct SafeTensorsTests {
    private func sample() throws -> (Network, Data) {
        var random = RandomStream(seed: 1)
        let network = Network(
            NetworkShape(widths: [2, 5, 3], hidden: .tanh), initializer: Initializer(.he, biasScale: 1),
            using: &random)
        return (
            network, try SafeTensors(tensors: network.tensors, metadata: ["plan": "{\"a\": 1}"]).encoded()
        )
    }

    @Test func roundTripKeepsEveryBit() throws {
        let (network, data) = try sample()
        let file = try SafeTensors(decoding: data)
        #expect(file.metadata == ["plan": "{\"a\": 1}"])
        #expect(try Network(network.shape, tensors: file.tensors).parameters == network.parameters)
    }

    @Test func everyTruncationIsRefused() throws {
        let (_, data) = try sample()
        for length in 0..<data.count {
            #expect(throws: SafeTensorsError.self) { _ = try SafeTensors(decoding: data.prefix(length)) }
        }
    }

    @Test func lyingHeadersAreRefused() throws {
        func file(_ header: String, bytes: Int = 8) -> Data {
            var data = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
            data.append(contentsOf: header.utf8)
            data.append(Data(repeating: 0, count: bytes))
            return data
        }
        let headers = [
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,16]}}",
            "{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}}",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,8],\"data_offsets\":[0,8]}}",
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[8,0]}}", "[]", "{",
        ]
        for header in headers {
            #expect(throws: SafeTensorsError.self, "\(header)") {
                _ = try SafeTensors(decoding: file(header))
            }
        }
    }
}
