public import DermaWire

extension RandomSource {
    /// A random id.
    public mutating func identifier<ID: Identifier>(_: ID.Type = ID.self) -> ID { ID(fixed()) }

    /// Random bytes of a fixed length.
    public mutating func fixed<Value: FixedBytes>(_: Value.Type = Value.self) -> Value {
        Value(bytes(Value.byteCount)) ?? .zero
    }
}
