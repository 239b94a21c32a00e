/// The 64-bit hash FNV-1a of Fowler, Noll and Vo, of bytes or of wider words.
package enum FNVHash {
    /// Folds each word into the hash by exclusive or, then multiplies by 2^40 + 435. O(words)
    package static func hash(_ words: some Sequence<UInt64>) -> UInt64 {
        words.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ $1) &* 0x100_0000_01b3 }
    }
}
