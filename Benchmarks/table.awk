# Joins lines of work, tool, seconds and operations, several rounds each, into a Markdown table. Ratios are of the
# peer's seconds to ours in the same round: median, and minimum to maximum.
function shown(s) {
    return s < 1e-3 ? sprintf("%.1f us", s * 1e6) : (s < 1 ? sprintf("%.3g ms", s * 1e3) : sprintf("%.3g s", s))
}
# Sorts v[1..n], and leaves it so.
function sort(v, n,    i, j, t) {
    for (i = 2; i <= n; i++) {
        t = v[i]
        for (j = i - 1; j >= 1 && v[j] > t; j--) v[j + 1] = v[j]
        v[j + 1] = t
    }
}
function middle(key,    i, n, v) {
    n = rounds[key]
    for (i = 1; i <= n; i++) v[i] = seconds[key, i]
    sort(v, n)
    return v[int((n + 1) / 2)]
}
/^#/ || NF < 3 { next }
{
    key = $1 SUBSEP $2
    if (!(key in rounds)) {
        if ($2 == "pushforward") works[++count] = $1
        else peers[$1, ++tools[$1]] = $2
    }
    seconds[key, ++rounds[key]] = $3
    if ($4 > 0) operations[$1] = $4
}
END {
    print "| work | pushforward | peer | its time | ratio, median (minimum to maximum) |"
    print "|---|---|---|---|---|"
    for (w = 1; w <= count; w++) {
        ours = works[w] SUBSEP "pushforward"
        own = shown(middle(ours))
        if (works[w] in operations) own = own sprintf(", %.0f GFLOP/s", operations[works[w]] / middle(ours) * 1e-9)
        n = tools[works[w]] + 0
        if (n == 0) print "| " works[w] " | " own " | | | |"
        for (t = 1; t <= n; t++) {
            tool = peers[works[w], t]
            theirs = works[w] SUBSEP tool
            if (seconds[theirs, 1] == "missing") {
                print "| " works[w] " | " own " | " tool " | missing | |"
                continue
            }
            k = 0
            for (i = 1; i <= rounds[theirs] && i <= rounds[ours]; i++) ratio[++k] = seconds[theirs, i] / seconds[ours, i]
            sort(ratio, k)
            printf "| %s | %s | %s | %s | %.1f (%.1f to %.1f) |\n", works[w], own, tool, shown(middle(theirs)), \
                ratio[int((k + 1) / 2)], ratio[1], ratio[k]
        }
    }
}
