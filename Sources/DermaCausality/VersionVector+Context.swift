extension VersionVector {
    /// Covers every head of `context`.
    public mutating func merge(_ context: CausalContext) {
        for head in context.heads { advance(to: head.dot) }
    }
}
