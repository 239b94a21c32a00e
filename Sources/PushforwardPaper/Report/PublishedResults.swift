import PushforwardNumerics

/// The loss tables that the paper printed (its figures 4, 6 and 10): epoch, training, validation, test.
package struct PublishedTable: Sendable {
    /// The network's name in the paper.
    package let name: String
    /// Epochs of the rows.
    package let epochs: [Int]
    /// Training losses.
    package let training: [Double]
    /// Validation losses.
    package let validation: [Double]
    /// Test losses.
    package let test: [Double]

    /// f1, 1,000 epochs.
    package static let f1 = PublishedTable(
        name: "f1", epochs: Array(stride(from: 0, through: 900, by: 100)),
        training: [0.1704, 0.0702, 0.0252, 0.0129, 0.0175, 0.0297, 0.0443, 0.0589, 0.0723, 0.0840],
        validation: [0.1525, 0.0586, 0.0195, 0.0120, 0.0205, 0.0356, 0.0525, 0.0688, 0.0835, 0.0963],
        test: [0.1633, 0.0647, 0.0216, 0.0110, 0.0170, 0.0304, 0.0459, 0.0612, 0.0751, 0.0873])

    /// f2, 1,600 epochs. Its printed test column repeats the validation column.
    package static let f2 = PublishedTable(
        name: "f2", epochs: Array(stride(from: 0, through: 1500, by: 100)),
        training: [
            0.4107, 0.3059, 0.2341, 0.1866, 0.1556, 0.1355, 0.1224, 0.1138, 0.1081, 0.1043, 0.1018, 0.1000,
            0.0988,
            0.0979, 0.0973, 0.0968,
        ],
        validation: f2Validation, test: f2Validation)

    private static let f2Validation = [
        0.3895, 0.2856, 0.2161, 0.1714, 0.1431, 0.1254, 0.1144, 0.1076, 0.1033, 0.1007, 0.0991, 0.0980,
        0.0974,
        0.0970, 0.0968, 0.0967,
    ]

    /// f3's two networks, 300 epochs.
    package static let f3 = [
        PublishedTable(
            name: "f3, first network", epochs: [0, 100, 200], training: [0.0317, 0.0271, 0.0266],
            validation: [0.0230, 0.0219, 0.0220], test: [0.0314, 0.0288, 0.0288]),
        PublishedTable(
            name: "f3, second network", epochs: [0, 100, 200], training: [0.0339, 0.0271, 0.0268],
            validation: [0.0236, 0.0217, 0.0218], test: [0.0322, 0.0287, 0.0287]),
    ]
}
