#!/usr/bin/env bash
# Counts the instructions of a few commands with valgrind, which no load of the machine can change, and compares them
# with Tools/checks/instructions.txt: instructions.sh <pushforward> [--record]
# The kernels without wide vectors run, which valgrind does at a tenth of the speed that it gives fused operations.
set -euo pipefail
original=$(realpath "$1")
recorded=$(dirname "$(realpath "$0")")/instructions.txt
tolerance=5
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
export PUSHFORWARD_PROCESSOR_LEVEL=baseline
# valgrind 3.19 gives up over debugging information that it does not know.
pushforward=$work/pushforward
strip -o "$pushforward" "$original"
"$pushforward" sample normal:2 -n 20000 -o x.npy --seed 1
"$pushforward" sample normal:2 -n 300 -o few.npy --seed 2
"$pushforward" sample normal:2 -n 30000 -o table.csv --seed 3
"$pushforward" sample two-moons -n 100 -o few.csv --seed 4
fit() {
    echo fit --from normal:2 --to few.csv --set training.batch=100 --set network.hidden='[64,64]' \
        --set data.holdOut=20 "$@"
}
"$pushforward" $(fit --set training.steps=5 -o begun) > /dev/null
count() {
    local name=$1
    shift
    timeout 300 valgrind --tool=callgrind --callgrind-out-file=/dev/null "$pushforward" "$@" 2> log > /dev/null || test $? -eq 1
    printf '%s\t%s\n' "$name" "$(sed -n 's/.*Collected : //p' log)"
}
{
    count "fit, 50 steps of 100 points" $(fit --set training.steps=50 -o other)
    count "push, 20,000 rows" push begun/model.safetensors x.npy -o out.npy -j 1
    count "read 30,000 rows of CSV" push normal-to-uniform:2 table.csv -o out.npy -j 1
    count "test, pairs of 600 rows" test few.npy few.npy -j 1
    count "test, Fourier sums of 40,000 rows" test x.npy x.npy -j 1
} > counts
if [ "${2:-}" = --record ]; then
    cp counts "$recorded"
    cat "$recorded"
    exit 0
fi
awk -F'\t' -v tolerance="$tolerance" '
    NR == FNR { expected[$1] = $2; next }
    {
        change = 100 * ($2 / expected[$1] - 1)
        printf "%-36s %14.0f  %+.1f %%\n", $1, $2, change
        if (!($1 in expected) || change > tolerance) worse = 1
        if (change < -tolerance) better = 1
    }
    END {
        if (better && !worse) print "fewer than recorded: record them with --record"
        if (worse) print "more than " tolerance " % above what is recorded"
        exit worse
    }' "$recorded" counts
