/// Sorts finite doubles ascending by counting the digits of their bit patterns, 11 bits at a time; digits that all
/// numbers share are skipped. O(n), with memory for a second copy.
package func sortAscending(_ values: inout [Double]) {
    guard values.count > 256 else { return values.sort() }
    values.withUnsafeMutableBytes { memory in
        let keys = memory.bindMemory(to: UInt64.self)
        for index in keys.indices { keys[index] = orderedBits(Double(bitPattern: keys[index])) }
        sortBits(keys)
        for index in keys.indices {
            let key = keys[index]
            keys[index] = key >> 63 == 1 ? key ^ (1 << 63) : ~key
        }
    }
}

private let digits = 2_048

private func sortBits(_ values: UnsafeMutableBufferPointer<UInt64>) {
    var counts = [Int](repeating: 0, count: 6 * digits)
    for key in values {
        for pass in 0..<6 {
            counts[pass * digits + Int(truncatingIfNeeded: key >> UInt64(11 * pass)) & (digits - 1)] += 1
        }
    }
    var copy = [UInt64](repeating: 0, count: values.count)
    copy.withUnsafeMutableBufferPointer { copy in
        var (keys, other) = (values, copy)
        for pass in 0..<6 {
            var places = Array(counts[pass * digits..<(pass + 1) * digits])
            if places.contains(keys.count) { continue }
            var place = 0
            for digit in 0..<digits {
                let size = places[digit]
                places[digit] = place
                place += size
            }
            move(keys, to: other, shift: UInt64(11 * pass), places: &places)
            swap(&keys, &other)
        }
        if keys.baseAddress != values.baseAddress { _ = values.update(from: keys) }
    }
}

/// Doubles order as these integers.
private func orderedBits(_ value: Double) -> UInt64 {
    let bits = (value + 0).bitPattern
    return bits >> 63 == 1 ? ~bits : bits ^ (1 << 63)
}

private func move(
    _ keys: UnsafeMutableBufferPointer<UInt64>, to other: UnsafeMutableBufferPointer<UInt64>, shift: UInt64,
    places: inout [Int]
) {
    places.withUnsafeMutableBufferPointer { places in
        for key in keys {
            let digit = Int(truncatingIfNeeded: key >> shift) & (digits - 1)
            other[places[digit]] = key
            places[digit] += 1
        }
    }
}
