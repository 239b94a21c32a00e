extension Sample {
    /// The rows of one sample, then those of another, in double precision. O((n + m) d)
    public init(pooling first: Sample, _ second: Sample) {
        precondition(
            first.columns == second.columns,
            "samples of \(first.columns) and \(second.columns) columns do not pool")
        var builder = SampleBuilder(
            columns: first.columns, precision: .double, expectedRows: first.rows + second.rows)
        builder.append(rowsOf: first)
        builder.append(rowsOf: second)
        self = builder.finish()
    }
}
