extension Conflict {
    /// The op by which a person leaves it at what was made of the sides.
    public var settlement: Op { .settle(place, sides: sides.map(\.id)) }
}
