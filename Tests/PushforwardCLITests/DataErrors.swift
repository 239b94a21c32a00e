extension ErrorTests {
    /// Files whose contents are wrong, with the place in the file.
    static let dataErrors: [Case] = [
        Case("test a.csv word.csv", 2, "word.csv: line 3, column 2: expected a number, found 'four'"),
        Case("distance a.csv word.csv", 2, "word.csv: line 3, column 2: expected a number, found 'four'"),
        Case("sketch word.csv -o s", 65, "word.csv: line 3, column 2: expected a number, found 'four'"),
        Case("test a.csv ragged.csv", 2, "ragged.csv: line 3: expected 2 fields, found 3"),
        Case(
            "test a.csv missing.csv", 2,
            "missing.csv: line 3, column 2: expected a number, found nothing (--skip-missing skips such rows)"
        ),
        Case(
            "test a.csv infinite.csv", 2,
            "infinite.csv: line 3, column 1: expected a finite number, found 'inf'"),
        Case("test a.csv quote.csv", 2, "quote.csv: line 2: a quoted field does not end"),
        Case("test a.csv header.csv", 2, "header.csv: expected rows of numbers, found none"),
        Case("test a.csv empty.csv", 2, "empty.csv: expected rows of numbers, found nothing"),
        Case("test a.csv short.npy", 2, "short.npy: expected rows of numbers, found none"),
        Case("test a.csv false.npz", 2, "false.npz: expected rows of numbers, found none"),
        Case("test a.csv folder", 2, "folder: expected a file of numbers, found a folder"),
        Case("test a.csv nowhere.csv", 2, "nowhere.csv: no such file"),
        Case("test a.csv -", 2, "standard input: expected rows of numbers, found nothing"),
        Case("test a.csv one.csv", 2, "one.csv: expected at least 2 rows, found 1"),
        Case("test --calibrate few.csv", 2, "few.csv: expected at least 8 rows to split, found 2"),
        Case("test a.csv three.csv", 2, "three.csv: expected 2 columns as in a.csv, found 3"),
        Case(
            "test a.csv other-names.csv", 2,
            "other-names.csv: expected the columns x, y of a.csv, found x, z (--columns 1,2,... compares by number)"
        ),
        Case("test a.csv b.csv --columns x,size", 2, "a.csv: expected a column 'size', found x, y"),
        Case(
            "distance few.csv few.csv --weights w", 2, "few.csv: expected a column 'w' of weights, found x, y"
        ),
        Case(
            "distance weighted.csv lighter.csv --weights w", 2,
            "lighter.csv: expected weights of at least 0, found -3.0 in data row 2"),
        Case(
            "distance weighted.csv weightless.csv --weights w", 2,
            "weightless.csv: expected a positive weight, found none"),
        Case(
            "distance huge.csv few.csv --measure emd-2", 2,
            "numbers must be from -1e140 to 1e140; row 1 has 1e+200"),
        Case("fit --from normal:2 --to few.csv", 65, "few.csv: expected at least 8 rows, found 2"),
        Case(
            "push false.safetensors a.csv", 65,
            "false.safetensors: the header claims 8029109312199880558 bytes, and the file has 3 after the length"
        ),
        Case(
            "push normal-to-uniform:3 a.csv", 65, "a.csv: expected 3 columns, the inputs of the map, found 2"),
        Case(
            "sample false.safetensors", 65,
            "false.safetensors: the header claims 8029109312199880558 bytes, and the file has 3 after the length"
        ),
        Case(
            "export false.safetensors -o model.onnx", 65,
            "false.safetensors: the header claims 8029109312199880558 bytes, and the file has 3 after the length"
        ),
        Case(
            "sketch four.csv -o s", 65,
            "four.csv: expected rows of 1 to 3 columns, found 40 rows of 4 columns"),
        Case(
            "sketch a.csv -o s --range 0:1", 65,
            "a.csv: expected numbers from 0.0 to 1.0 in column x, the sketch's range, found 60.0 in data row 1"
        ),
        Case(
            "sketch one.csv -o s", 65,
            "one.csv: expected at least 2 rows to choose range and bandwidths, found 1; set --like, or --range and "
                + "--bandwidths"),
        Case(
            "sketch a.csv -o s --like false.sketch", 65,
            "false.sketch: expected a sketch, found another kind of file"),
        Case(
            "test --sketches false.sketch false.sketch", 2,
            "false.sketch: expected a sketch, found another kind of file"),
        Case("sweep --show a.csv", 65, "a.csv: expected the file of a sweep, found none"),
        Case("fit --resume folder", 65, "folder: expected the folder of a fit, found none"),
    ]

    /// Plans and names of distributions.
    static let planErrors: [Case] = [
        Case("sample rang", 64, "distribution 'rang': no distribution has this name; did you mean 'ring'?"),
        Case(
            "sample ring,size=2", 64,
            "distribution 'ring,size=2': 'ring' has no parameter 'size'; it has radius, noise"),
        Case("sample ring,radius=0", 64, "distribution 'ring,radius=0': 'radius' must be positive, not 0.0"),
        Case(
            "fit --from normal:2 --to rang", 64,
            "distribution 'rang': no distribution has this name; did you mean 'ring'?"),
        Case(
            "fit --from normal:2 --to ring --set training.stpes=3", 65,
            "--set training.stpes=3: plans have no key 'training.stpes', did you mean 'training.steps'?"),
        Case(
            "fit --from normal:2 --to ring --set training.steps=many", 65,
            "--set training.steps=many: training.steps: expected a whole number, found 'many'"),
        Case(
            "fit --from normal:2 --to ring --set steps", 65,
            "--set steps: expected key=value, such as training.steps=500"),
        Case(
            "fit --from normal:2 --to ring --set training.steps=0", 64,
            "plan 'normal:2 to ring': training.steps must be at least 1, not 0"),
        Case(
            "fit --from normal:2 --to ring --loss sinkhorn --set training.batch=9000", 64,
            "plan 'normal:2 to ring': training.batch must be at most 4096 for the loss sinkhorn, not 9000"),
        Case(
            "fit --plan key.yaml", 65,
            "key.yaml: line 4, column 10: plans have no key 'training.stpes', did you mean 'training.steps'?"),
        Case(
            "fit --plan kind.yaml", 65,
            "kind.yaml: line 3, column 19: training.steps: expected a whole number, found 'many'"),
        Case(
            "fit --plan list.yaml", 65,
            "list.yaml: expected keys of a plan, such as 'from: normal:2', found none"),
        Case(
            "fit --plan broken.yaml", 65,
            "broken.yaml: line 2, column 1: not YAML: did not find expected ',' or ']'"),
        Case("fit --plan nowhere.yaml", 65, "nowhere.yaml: can't be read (no such file or folder)"),
        Case(
            "sweep sweep-key.yaml", 65,
            "sweep-key.yaml: line 3, column 16: sweep.vary: plans have no key 'training.stpes', did you mean 'training.steps'?"
        ),
        Case(
            "sweep sweep-none.yaml", 65,
            "sweep-none.yaml: expected a part 'sweep' that says what varies, found none"),
        Case(
            "sweep sweep-method.yaml", 65,
            "sweep-method.yaml: line 3, column 17: sweep.method: expected one of grid, random, asha, found 'best'"
        ),
        Case("push affine a.csv", 65, "affine: can't be read (no such file or folder)"),
    ]

    /// Outputs that can't be written, and files that can't be read.
    static let fileErrors: [Case] = [
        Case("paper -o folder", 73, "folder: is not empty and has no report; name another --output"),
        Case("paper -o a.csv", 73, "a.csv: expected a folder, found a file"),
        Case(
            "fit --from normal:2 --to ring -o folder", 73,
            "folder: is not empty and has no fit; name another --output"),
        Case("fit --from normal:2 --to ring -o a.csv", 73, "a.csv: expected a folder, found a file"),
        Case(
            "sample ring -n 5 -o nowhere/x.csv", 73,
            "nowhere/x.csv: can't be written (no such file or folder)"),
        Case(
            "distributions --figure nowhere/x.svg", 73,
            "nowhere/x.svg: can't be written (no such file or folder)"),
        Case(
            "test a.csv b.csv --figure nowhere/x.svg", 2,
            "nowhere/x.svg: can't be written (no such file or folder)"),
        Case(
            "export nowhere.safetensors -o model.onnx", 65,
            "nowhere.safetensors: can't be read (no such file or folder)"),
        Case("sweep --show nowhere.sqlite", 73, "nowhere.sqlite: no such file"),
        Case("test --shards nowhere*.csv b.csv", 2, "nowhere*.csv: no such file"),
        Case(
            "test --sketches folder nowhere.sketch", 2, "folder: the folder has no file that ends in .sketch"),
    ]
}
