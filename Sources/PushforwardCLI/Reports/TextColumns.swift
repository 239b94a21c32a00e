extension String {
    /// The text with blanks behind it up to a width; a longer one stays as it is.
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }

    /// The text with blanks before it up to a width; a longer one stays as it is.
    func alignedRight(in width: Int) -> String {
        String(repeating: " ", count: max(0, width - count)) + self
    }
}
