#!/usr/bin/env bash
# Kills fits at random moments and resumes them: resume.sh <pushforward> [kills]
# Their folders must end with the same bytes as those of fits that were left alone.
set -euo pipefail
pushforward=$1
kills=${2:-50}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$pushforward" sample pinwheel -n 3000 -o "$work/data.csv"
# No function: one in the background would be a shell around the program, and the shell would be what is killed.
fit=("$pushforward" fit --from normal:2 --set training.steps=1500 --set training.batch=300
    --set network.hidden='[64, 64]' --set network.dropout=0.01 --save-every 0.02)
RANDOM=1
done=0
round=0
while [ "$done" -lt "$kills" ]; do
    round=$((round + 1))
    target=two-moons
    [ $((round % 2)) -eq 0 ] && target=$work/data.csv
    rm -rf "$work/alone" "$work/killed"
    "${fit[@]}" --to "$target" -o "$work/alone" > /dev/null
    begun=""
    while [ ! -e "$work/killed/certificate.json" ]; do
        if [ -z "$begun" ]; then
            "${fit[@]}" --to "$target" -o "$work/killed" > /dev/null 2>&1 &
        else
            "$pushforward" fit --resume "$work/killed" --save-every 0.02 > /dev/null 2> "$work/errors" &
        fi
        process=$!
        if [ "$done" -lt "$kills" ]; then
            sleep "0.$((RANDOM % 40 + 10))"
            if kill -9 "$process" 2> /dev/null; then done=$((done + 1)); fi
            wait "$process" 2> /dev/null || true
            # A fit that was killed before its folder told of it is begun anew.
            if [ -e "$work/killed/fit.json" ]; then begun=yes; else rm -rf "$work/killed"; fi
        else
            wait "$process"
            begun=yes
        fi
    done
    for file in plan.yaml fit.json model.safetensors history.csv certificate.json figure.svg; do
        cmp "$work/alone/$file" "$work/killed/$file"
    done
    [ ! -e "$work/killed/checkpoint.safetensors" ] || "$pushforward" fit --resume "$work/killed" > /dev/null
done
echo "$done kills in $round fits: the same bytes"
