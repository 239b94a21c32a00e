/// The input files of the tests: two samples that agree, and one file for each way to be wrong.
enum Fixture {
    static let files: [String: String] = [
        "a.csv": table(["x", "y"], rows: 40, offset: 0),
        "b.csv": table(["x", "y"], rows: 30, offset: 0),
        "far.csv": table(["x", "y"], rows: 40, offset: 500),
        "swapped.csv": table(["y", "x"], rows: 40, offset: 0),
        "other-names.csv": table(["x", "z"], rows: 40, offset: 0),
        "three.csv": table(["x", "y", "z"], rows: 40, offset: 0),
        "four.csv": table(["x", "y", "z", "w"], rows: 40, offset: 0),
        "few.csv": "x,y\n1,2\n3,4\n",
        "one.csv": "x,y\n1,2\n",
        "weighted.csv": "x,w\n1,1\n2,3\n",
        "lighter.csv": "x,w\n1,1\n2,-3\n",
        "weightless.csv": "x,w\n1,0\n2,0\n",
        "huge.csv": "x,y\n1e200,1e200\n-1e200,1e200\n",
        "word.csv": "x,y\n1,2\n3,four\n",
        "ragged.csv": "x,y\n1,2\n3,4,5\n",
        "missing.csv": "x,y\n1,2\n3,\n5,6\n",
        "infinite.csv": "x,y\n1,2\ninf,4\n",
        "quote.csv": "x,y\n1,\"2\n",
        "header.csv": "x,y\n",
        "empty.csv": "",
        "short.npy": "\u{1}",
        "false.npz": "PK",
        "false.safetensors": "not a model",
        "false.sketch": "not a sketch",
        "folder/notes.txt": "notes\n",
        "plan.yaml": "from: normal:2\nto: ring\ntraining: {steps: 10}\n",
        "half.yaml": "from: normal:2\n",
        "key.yaml": "from: normal:2\nto: ring\ntraining:\n  stpes: 10\n",
        "kind.yaml": "from: normal:2\nto: ring\ntraining: {steps: many}\n",
        "list.yaml": "- normal:2\n",
        "broken.yaml": "from: [normal:2\n",
        "sweep-key.yaml": "from: normal:2\nto: ring\nsweep: {vary: {training.stpes: [1]}}\n",
        "sweep-none.yaml": "from: normal:2\nto: ring\n",
        "sweep-method.yaml": "from: normal:2\nto: ring\nsweep: {method: best, vary: {seed: [1]}}\n",
    ]

    /// A table of numbers without a pattern, the same at each run.
    private static func table(_ names: [String], rows: Int, offset: Int) -> String {
        let lines = (0..<rows).map { row in
            names.indices.map { column in "\(offset + (row * 7_919 + column * 104_729 + 31) * 613 % 997)" }
                .joined(separator: ",")
        }
        return ([names.joined(separator: ",")] + lines).joined(separator: "\n") + "\n"
    }
}
