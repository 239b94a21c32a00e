import Pushforward
import PushforwardGraphics

/// Two samples with the same columns.
struct SamplePair {
    let x: Sample
    let y: Sample
    let names: [String]
    let paths: (first: String, second: String)
}
