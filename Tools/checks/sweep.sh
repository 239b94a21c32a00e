#!/usr/bin/env bash
# Kills a sweep at random moments and resumes it: sweep.sh <pushforward> [kills]
# No trial may be lost or be in the store twice, and the store must be whole for the sqlite3 program at any moment.
set -euo pipefail
pushforward=$1
kills=${2:-100}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$pushforward" sample two-moons -n 60 -o "$work/data.csv"
cat > "$work/plan.yaml" << END
from: normal:2
to: $work/data.csv
network: {hidden: [8]}
training: {steps: 40, batch: 20}
sweep:
  method: grid
  seeds: 16
  vary:
    training.learningRate: {from: 0.001, to: 1, scale: log, count: 50}
END
# No function: one in the background would be a shell around the program, and the shell would be what is killed.
sweep=("$pushforward" sweep "$work/plan.yaml" -o "$work/store.sqlite" -j 2)
RANDOM=1
done=0
while [ "$done" -lt "$kills" ]; do
    "${sweep[@]}" > /dev/null 2> "$work/errors" &
    process=$!
    sleep "0.$((RANDOM % 500 + 200))"
    if kill -9 "$process" 2> /dev/null; then done=$((done + 1)); else break; fi
    wait "$process" 2> /dev/null || true
    [ ! -s "$work/errors" ] || { cat "$work/errors"; exit 1; }
    [ ! -e "$work/store.sqlite" ] || test "$(sqlite3 "$work/store.sqlite" 'PRAGMA integrity_check')" = ok
done
between=$(sqlite3 "$work/store.sqlite" 'SELECT count(*) FROM trial')
"${sweep[@]}" > "$work/report"
grep -q "800 trials" "$work/report"
test "$(sqlite3 "$work/store.sqlite" 'SELECT count(*), count(DISTINCT configuration * 100 + seed) FROM trial')" = "800|800"
test "$(sqlite3 "$work/store.sqlite" 'SELECT count(*) FROM ranking')" = 50
echo "$done kills, the last with $between of 800 trials done: each trial is in the store once"
