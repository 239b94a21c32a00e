#!/usr/bin/env bash
# Runs tests, distances, fits and sweeps with 1, 2 and 4 ranks: ranks.sh <pushforward built with the trait MPI>
# What is found must be the same to the last bit as without ranks, and a sweep that was killed must resume.
set -euo pipefail
pushforward=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Open MPI refuses root, as which containers run, unless told twice; other programs do not know these names.
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
ranks() { mpirun --oversubscribe -n "$@"; }

mkdir "$work/a" "$work/b"
for part in 1 2 3; do
    "$pushforward" sample two-moons -n $((70000 * part)) -o "$work/a/$part.npy" --seed "$part"
    "$pushforward" sample two-moons -n $((50000 * part)) -o "$work/b/$part.npy" --seed "1$part"
done
"$pushforward" sample normal:5 -n 4000 -o "$work/wide.npy" --seed 1
"$pushforward" sample normal:5 -n 3000 -o "$work/other.npy" --seed 2
# A difference that is found ends with status 1.
test_() { "$@" || [ $? -eq 1 ]; }
test_ "$pushforward" test --json -j 1 --shards "$work/a/*.npy" "$work/b/*.npy" > "$work/alone.json"
for count in 1 2 4; do
    test_ ranks "$count" "$pushforward" test --json --shards "$work/a/*.npy" "$work/b/*.npy" | cmp - "$work/alone.json"
    for arguments in "a/1.npy b/2.npy" "wide.npy other.npy" "wide.npy other.npy --statistic energy"; do
        read -r first second rest <<< "$arguments"
        # shellcheck disable=SC2086
        test_ ranks "$count" "$pushforward" test --json "$work/$first" "$work/$second" $rest > "$work/ranks.json"
        # shellcheck disable=SC2086
        test_ "$pushforward" test --json -j 1 "$work/$first" "$work/$second" $rest | cmp - "$work/ranks.json"
    done
done
echo "tests by 1, 2 and 4 ranks: the same bytes"

# One file, the same rows in three files, and ranks: one report, one figure. The whole file bears the pattern's name.
mkdir "$work/whole" "$work/parts"
for columns in 1 2; do
    for side in x y; do
        "$pushforward" sample "normal:$columns" -n 60001 --seed "$columns$(printf %d "'$side")" -o "$work/whole/$side*.csv"
        awk -v name="$work/parts/$side" '{ print > (name 1 + int((NR - 1) / 25000) ".csv") }' \
            "$work/whole/$side*.csv"
    done
    report() { test_ "$@" 'x*.csv' 'y*.csv' --figure "$work/$name.svg"; }
    for json in "" --json; do
        # shellcheck disable=SC2086
        (cd "$work/whole" && name=whole report "$pushforward" test $json > "$work/whole.txt")
        for count in 0 1 2 4; do
            run=(ranks "$count")
            [ "$count" -gt 0 ] || run=()
            # shellcheck disable=SC2086
            (cd "$work/parts" && name=parts report "${run[@]}" "$pushforward" test --shards $json > "$work/parts.txt")
            cmp "$work/whole.txt" "$work/parts.txt"
            cmp "$work/whole.svg" "$work/parts.svg"
        done
    done
done
(cd "$work/whole" && test_ "$pushforward" test --power --permutations 99 'x*.csv' 'y*.csv' > "$work/whole.txt")
(cd "$work/parts" && test_ ranks 2 "$pushforward" test --power --permutations 99 --shards 'x*.csv' 'y*.csv' | cmp - "$work/whole.txt")
echo "reports of one file, of three, and by 1, 2 and 4 ranks: the same bytes"

"$pushforward" sample normal:2 -n 9000 -o "$work/c.csv" --seed 3
for pair in "a/1.npy b/2.npy" "c.csv a/1.npy" "wide.npy other.npy"; do
    read -r first second <<< "$pair"
    "$pushforward" distance --json "$work/$first" "$work/$second" > "$work/one.json"
    for count in 1 2 4; do
        ranks "$count" "$pushforward" distance --json -j 1 "$work/$first" "$work/$second" | cmp - "$work/one.json"
    done
done
echo "distances by 1, 2 and 4 ranks: the same bits"

fit() { "$@" fit --from normal:2 --to ring --set training.batch=9000 --set training.steps=30 \
    --set network.hidden='[32, 32]' --set network.dropout=0.01 -o "$folder" > /dev/null; }
folder=$work/alone fit "$pushforward"
for count in 1 2 4; do
    folder=$work/fit-$count fit ranks "$count" "$pushforward"
    for file in plan.yaml model.safetensors history.csv certificate.json figure.svg; do
        cmp "$work/alone/$file" "$work/fit-$count/$file"
    done
done
echo "fits by 1, 2 and 4 ranks: the same bytes"

cat > "$work/sweep.yaml" << END
from: normal:2
to: $work/data.csv
network: {hidden: [8]}
training: {steps: 200, batch: 50}
sweep:
  seeds: 2
  vary:
    training.learningRate: {from: 0.001, to: 1, scale: log, count: 20}
END
"$pushforward" sample two-moons -n 300 -o "$work/data.csv"
trials() { sqlite3 "$1" 'SELECT configuration, seed, steps, certificate, history FROM trial ORDER BY 1, 2'; }
"$pushforward" sweep "$work/sweep.yaml" -j 1 -o "$work/alone.sqlite" > /dev/null
for count in 1 2 4; do
    ranks "$count" "$pushforward" sweep "$work/sweep.yaml" -o "$work/$count.sqlite" > /dev/null
    cmp <(trials "$work/alone.sqlite") <(trials "$work/$count.sqlite")
done
ranks 3 "$pushforward" sweep "$work/sweep.yaml" -o "$work/killed.sqlite" > /dev/null 2>&1 &
sleep 1.5
pkill -9 -f "$work/killed.sqlite" || true
wait || true
done=$(sqlite3 "$work/killed.sqlite" 'SELECT count(*) FROM trial' || echo 0)
ranks 3 "$pushforward" sweep "$work/sweep.yaml" -o "$work/killed.sqlite" > /dev/null
cmp <(trials "$work/alone.sqlite") <(trials "$work/killed.sqlite")
echo "sweeps by 1, 2 and 4 ranks, and one killed after $done of 40 trials: the same trials"
