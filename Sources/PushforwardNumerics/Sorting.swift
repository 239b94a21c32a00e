/// Sorts finite doubles ascending by counting the digits of their bit patterns, 11 bits at a time; digits that all
/// numbers share are skipped. O(n), with memory for a second copy.
public func sortAscending(_ values: inout [Double]) {
    guard values.count > 256 else { return values.sort() }
    var keys = values.map(orderedBits)
    var other = [UInt64](repeating: 0, count: keys.count)
    let digits = 2_048
    var counts = [Int](repeating: 0, count: 6 * digits)
    for key in keys {
        for pass in 0..<6 {
            counts[pass * digits + Int(truncatingIfNeeded: key >> UInt64(11 * pass)) & (digits - 1)] += 1
        }
    }
    for pass in 0..<6 {
        var places = Array(counts[pass * digits..<(pass + 1) * digits])
        if places.contains(keys.count) { continue }
        var place = 0
        for digit in 0..<digits {
            let size = places[digit]
            places[digit] = place
            place += size
        }
        move(keys, to: &other, shift: UInt64(11 * pass), places: &places)
        swap(&keys, &other)
    }
    for (index, key) in keys.enumerated() {
        values[index] = Double(bitPattern: key >> 63 == 1 ? key ^ (1 << 63) : ~key)
    }
}

/// Doubles order as these integers.
private func orderedBits(_ value: Double) -> UInt64 {
    let bits = (value + 0).bitPattern
    return bits >> 63 == 1 ? ~bits : bits ^ (1 << 63)
}

private func move(_ keys: [UInt64], to other: inout [UInt64], shift: UInt64, places: inout [Int]) {
    keys.withUnsafeBufferPointer { keys in
        other.withUnsafeMutableBufferPointer { other in
            places.withUnsafeMutableBufferPointer { places in
                for key in keys {
                    let digit = Int(truncatingIfNeeded: key >> shift) & 2_047
                    other[places[digit]] = key
                    places[digit] += 1
                }
            }
        }
    }
}
