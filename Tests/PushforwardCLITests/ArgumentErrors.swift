extension ErrorTests {
    /// Options and arguments that are unknown, missing, out of their range, or don't go together.
    static let argumentErrors: [Case] = [
        Case("frobnicate", 64, "Unexpected argument 'frobnicate'"),
        Case("test", 2, "Missing expected argument '<file> ...'"),
        Case("test a.csv", 2, "A test needs two files, not 1"),
        Case("test a.csv b.csv --alpah=0.1", 2, "Unknown option '--alpah'. Did you mean '--alpha'?"),
        Case("test a.csv b.csv --alpha", 2, "Missing value for '--alpha <alpha>'"),
        Case("test a.csv b.csv --alpha 2", 2, "--alpha must be between 0 and 1, not 2"),
        Case("test a.csv b.csv --alpha much", 2, "The value 'much' is invalid for '--alpha <alpha>'"),
        Case("test a.csv b.csv --permutations 3", 2, "--permutations must be from 19 to 10000000, not 3"),
        Case("test a.csv b.csv --bins 3", 2, "--bins must be 0 or from 8 to 1000, not 3"),
        Case("test a.csv b.csv --tolerance 1", 2, "--tolerance must be from 1e-14 to 0.1, not 1"),
        Case(
            "test a.csv b.csv --method sorting", 2,
            "The value 'sorting' is invalid for '--method <method>'. Please provide one of 'automatic', 'pairs', 'fourier' or 'features'"
        ),
        Case(
            "test a.csv b.csv --statistic t", 2,
            "The value 't' is invalid for '--statistic <statistic>'. Please provide one of the following: joint, aggregated-mmd, mmd-fuse, mmdagg, mmd, energy, sliced-wasserstein, ks"
        ),
        Case("test a.csv b.csv --jobs 0", 2, "--threads must be from 1 to 1024, not 0"),
        Case(
            "test a.csv b.csv --delimiter ab", 2,
            "--delimiter must be comma, tab, semicolon, space or one character, not 'ab'"),
        Case(
            "test a.csv b.csv --header maybe", 2,
            "The value 'maybe' is invalid for '--header <header>'. Please provide one of 'detected', 'present' or 'absent'"
        ),
        Case("test --calibrate a.csv b.csv", 2, "--calibrate needs one file, not 2"),
        Case("test --calibrate a.csv --power", 2, "--calibrate can't be combined with --power or --figure"),
        Case(
            "test --sketches a b --figure f.svg", 2,
            "--sketches can't be combined with --calibrate, --power or --figure, which need the rows"),
        Case(
            "test --sketches a b --statistic energy", 2,
            "--sketches needs --statistic joint or aggregated-mmd, and --method automatic"),
        Case(
            "test --sketches a b --bins 0", 2, "--sketches needs bins; --bins must be from 8 to 1000, not 0"),
        Case(
            "test --sketches a.sketch b.sketch c.sketch", 2,
            "--sketches needs two patterns in quotes, two folders, or files in two folders, not 3 files in 1"),
        Case("test - -", 2, "Only one of the two files can be standard input"),
        Case("distance a.csv", 2, "Missing expected argument '<second>'"),
        Case("distance a.csv b.csv --tolerance 0", 2, "--tolerance must be from 1e-14 to 0.1, not 0"),
        Case("distance a.csv b.csv --directions 0", 2, "--directions must be from 1 to 100000, not 0"),
        Case("distance a.csv b.csv --epsilon 0", 2, "--epsilon must be positive, not 0"),
        Case(
            "distance a.csv b.csv --bandwidth wide", 2,
            "--bandwidth must be median or a positive number, not 'wide'"),
        Case(
            "distance a.csv b.csv --preset r", 2,
            "The value 'r' is invalid for '--preset <preset>'. Please provide one of 'paper', 'sklearn', 'hyppo', 'alibi' or 'geomloss'"
        ),
        Case(
            "distance a.csv b.csv --kernel round", 2,
            "The value 'round' is invalid for '--kernel <kernel>'. Please provide one of the following: gaussian, laplace, productLaplace, inverseMultiquadric, rationalQuadratic, energy"
        ),
        Case(
            "distance a.csv b.csv --weights x --measure energy", 2,
            "--weights needs the measure emd-1 or emd-2, or wasserstein-1 or -2 of one column, not energy"),
        Case("fit --from normal:2", 64, "Name both --from and --to, or a --plan that names them"),
        Case("fit --plan half.yaml", 64, "The plan must name both 'from' and 'to'"),
        Case(
            "fit --resume folder --to ring", 64,
            "--resume uses the plan of the folder; leave out --from, --to, --plan, --set, --loss and --seed"),
        Case(
            "fit --from normal:2 --to ring --save-every=-1", 64,
            "--save-every must be from 0 to 1000000 seconds, not -1"),
        Case(
            "fit --from normal:2 --to ring --loss hinge", 64,
            "The value 'hinge' is invalid for '--loss <loss>'. Please provide one of 'mmd', 'energy', 'sliced-wasserstein' or 'sinkhorn'"
        ),
        Case("sample ring -n 0", 64, "--count must be at least 1, not 0"),
        Case("sample ring -j 2000", 64, "--threads must be from 1 to 1024, not 2000"),
        Case(
            "sketch a.csv -o s --like t --range 0:1", 64,
            "--like already sets range and bandwidths; leave out --range and --bandwidths"),
        Case("sketch a.csv", 64, "Missing expected argument '--output <output>'"),
        Case("sketch a.csv -o s --bins 0", 64, "--bins must be from 1 to 1000, not 0"),
        Case("sketch a.csv -o s --bin-rows 3", 64, "--bin-rows must be a power of two up to 2^31, not 3"),
        Case(
            "sketch a.csv -o s --range 1", 64,
            "--range must be low:high for each column, such as -8:8,0:1, not '1'"),
        Case(
            "sketch a.csv -o s --range 0:1,0:1,0:1", 64,
            "--range must have 1 or 2 ranges, one per column, not 3"),
        Case(
            "sketch a.csv -o s --bandwidths wide", 64,
            "--bandwidths must be 1 to 16 positive numbers, not 'wide'"),
        Case("sweep", 64, "Name either the file of a sweep, or --show and an SQLite file"),
        Case("sweep --show s.sqlite -o t.sqlite", 64, "--show fits nothing; leave out --output"),
        Case(
            "paper --only f4", 64,
            "The value 'f4' is invalid for '--only <only>'. Please provide one of 'f1', 'f2' or 'f3'"),
        Case("paper --jobs 0", 64, "--threads must be from 1 to 1024, not 0"),
        Case("paper --output ''", 64, "--output must name a folder"),
    ]
}
