#!/usr/bin/env bash
# Runs some sixty commands with fixed seeds and keeps what they print and write, so that a change of the code that is
# to change no result can show that it does not:
#   outputs.sh <pushforward> <folder>              keep the outputs in a new folder
#   outputs.sh <pushforward> --against <folder>    compare with a folder that another build made
#   outputs.sh <pushforward> --exact               compare with Tools/checks/outputs.txt, the checksums of those that are
#                                                  the same at every processor level
#   outputs.sh <pushforward> --record              record these, from all levels of this machine
# Times are left out; all else counts to the last byte.
set -euo pipefail
program=$(realpath "$1")
if [ "$2" = --record ]; then
    levels=$(mktemp -d)
    for level in baseline avx2 avx512; do
        PUSHFORWARD_PROCESSOR_LEVEL=$level "$0" "$1" "$levels/$level" > /dev/null
        (cd "$levels/$level" && find . -type f | LC_ALL=C sort | xargs sha256sum) > "$levels/$level.sums"
    done
    grep -Fxf "$levels/baseline.sums" "$levels/avx2.sums" | grep -Fxf - "$levels/avx512.sums" \
        > "$(dirname "$0")/outputs.txt"
    rm -rf "$levels"
    exit
fi
recorded=$(dirname "$(realpath "$0")")/outputs.txt
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
case "$2" in
    --against | --exact) out=$work/out ;;
    *) out=$(realpath -m "$2") ;;
esac
before=$(realpath -m "${3:-$work}")
mkdir "$out"
cd "$work"

# keep NAME COMMAND...: standard output, errors and status of one command.
keep() {
    local name=$1 status=0
    shift
    "$@" > "$out/$name.txt" 2> "$out/$name.err" || status=$?
    echo "$status" >> "$out/$name.err"
}

sample() { "$program" sample "$@"; }
sample normal:2 -n 400 --seed 1 -o a.csv
sample normal:2,deviation=1.1 -n 300 --seed 2 -o b.csv
sample two-moons -n 3000 --seed 3 -o moons.npy
sample ring -n 2500 --seed 4 -o ring.npy
sample normal:5 -n 700 --seed 5 -o wide.csv
sample normal:5,mean=0.1/0/0/0/0 -n 600 --seed 6 -o wider.csv
sample gamma:1,shape=2 -n 500 --seed 7 -o line.csv
sample gamma:1,shape=3 -n 400 --seed 8 -o other-line.csv
sample normal:2 -n 150000 --seed 9 -o many.npy
mkdir one two
for part in 1 2 3; do
    sample two-moons -n $((2000 * part)) --seed "1$part" -o "one/$part.npy"
    sample two-moons,noise=0.12 -n $((1500 * part)) --seed "2$part" -o "two/$part.npy"
done

for statistic in aggregated-mmd mmd-fuse mmdagg mmd energy sliced-wasserstein ks; do
    keep "test-$statistic" "$program" test a.csv b.csv --statistic "$statistic" --permutations 299
    keep "test-wide-$statistic" "$program" test wide.csv wider.csv --statistic "$statistic" --permutations 299 --json
    keep "test-line-$statistic" "$program" test line.csv other-line.csv --statistic "$statistic" --json
done
keep test-arrays "$program" test moons.npy ring.npy --json --figure figure.svg
cp figure.svg "$out/test-figure.svg"
keep test-rows "$program" test a.csv b.csv --bins 0 --permutations 199
keep test-pairs "$program" test moons.npy ring.npy --method pairs --permutations 199
keep test-features "$program" test wide.csv wider.csv --method features --json
keep test-power "$program" test a.csv b.csv --power --permutations 199
keep test-calibrate "$program" test --calibrate a.csv --permutations 199
keep test-shards "$program" test --shards 'one/*.npy' 'two/*.npy' --json

keep distance "$program" distance a.csv b.csv
keep distance-json "$program" distance a.csv b.csv --json
keep distance-wide "$program" distance wide.csv wider.csv --json
keep distance-line "$program" distance line.csv other-line.csv --json
keep distance-many "$program" distance many.npy moons.npy --json
keep distance-shards "$program" distance --shards 'one/*.npy' 'two/*.npy' --json
for preset in paper sklearn hyppo alibi geomloss; do
    keep "distance-$preset" "$program" distance a.csv b.csv --measure squared-mmd --preset "$preset" --json
done
for kernel in gaussian laplace productLaplace inverseMultiquadric rationalQuadratic energy; do
    keep "distance-$kernel" "$program" distance a.csv b.csv --measure squared-mmd --kernel "$kernel" --json
done
for method in pairs fourier features; do
    keep "distance-by-$method" "$program" distance moons.npy ring.npy --measure squared-mmd --method "$method" --json
done

# fit NAME ARGUMENTS...: the folder of a fit of 200 steps, without its times.
fit() {
    local name=$1
    shift
    keep "fit-$name" "$program" fit --set training.steps=200 --set training.batch=200 --set 'network.hidden=[16, 16]' \
        -o "$name" -j 2 "$@"
    sed -i -E 's/[0-9.]+ s\b/TIME/g' "$out/fit-$name.txt"
    mkdir "$out/fit-$name"
    for file in plan.yaml model.safetensors history.csv certificate.json figure.svg; do
        cp "$name/$file" "$out/fit-$name/"
    done
}
fit mmd --from normal:2 --to two-moons
fit pairs --from normal:2 --to two-moons --set loss.sums=pairs
fit energy --from normal:2 --to ring --loss energy
fit sliced --from normal:2 --to ring --loss sliced-wasserstein
fit sinkhorn --from normal:1 --to gamma:1 --loss sinkhorn --set training.batch=60
fit file --from normal:5 --to wide.csv
fit large --from normal:2 --to ring --set training.batch=9000 --set training.steps=8

keep push "$program" push mmd/model.safetensors a.csv
keep push-closed "$program" push normal-to-uniform:2 a.csv
keep push-inverse "$program" push uniform-to-normal:2 a.csv --inverse
keep sample-model "$program" sample mmd/model.safetensors -n 50
keep sample-mixture "$program" sample '0.3*ring+0.7*normal:2,deviation=0.2' -n 200
keep export "$program" export file/model.safetensors -o model.onnx
cp model.onnx "$out/export.onnx"
keep distributions "$program" distributions --figure distributions.svg
cp distributions.svg "$out/"

for part in 1 2; do
    keep "sketch-one-$part" "$program" sketch "one/$part.npy" -o "one-$part.sketch" --range=-4:4 --bandwidths 2,0.5
    keep "sketch-two-$part" "$program" sketch "two/$part.npy" -o "two-$part.sketch" --like one-1.sketch
done
keep sketches "$program" test --sketches 'one-*.sketch' 'two-*.sketch' --json
cp one-1.sketch "$out/"

cat > sweep.yaml << YAML
from: normal:2
to: ring
network: {hidden: [8]}
training: {steps: 60, batch: 50}
sweep:
  seeds: 2
  vary:
    training.learningRate: {from: 0.01, to: 1, scale: log, count: 3}
YAML
keep sweep "$program" sweep sweep.yaml -o sweep.sqlite -j 1
sed -i -E 's/[0-9.]+ s\b/TIME/g' "$out/sweep.txt"
cp sweep.best.yaml "$out/"

keep paper "$program" paper --quick --only f3 -o report
sed -i -E 's/[0-9.]+ s\b/TIME/g' "$out/paper.txt"
cp -r report "$out/paper"
find "$out" -type f -exec sed -i "s|$work|WORK|g" {} + 2> /dev/null || true

case "$2" in
    --against) diff -r "$before" "$out" && echo "$(find "$out" -type f | wc -l) outputs: the same bytes" ;;
    --exact)
        (cd "$out" && find . -type f | LC_ALL=C sort | xargs sha256sum) > "$work/sums"
        if grep -Fxvf "$work/sums" "$recorded"; then
            echo "these outputs changed"
            exit 1
        fi
        echo "$(wc -l < "$recorded") outputs: the same as recorded"
        ;;
esac
