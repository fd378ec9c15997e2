/// Numbers modulo 2^130 - 5, for a test that forges what a cipher without commitment would accept. Not for real use:
/// not constant in time.
struct Poly1305Field: Equatable {
    /// Bits 128 and up.
    private(set) var high: UInt64
    /// Bits 0 to 127.
    private(set) var low: UInt128

    init(_ low: UInt128, high: UInt64 = 0) { (self.high, self.low) = (high, low) }

    /// The block of a message: its 16 bytes, and a 1 above them.
    init(block: UInt128) { self.init(block, high: 1) }

    private static let modulus = Poly1305Field(.max - 4, high: 3)

    private static func subtracting(_ b: Self, from a: Self) -> Self {
        let (low, borrow) = a.low.subtractingReportingOverflow(b.low)
        return Self(low, high: a.high &- b.high &- (borrow ? 1 : 0))
    }

    private var isReduced: Bool { (high, low) < (Self.modulus.high, Self.modulus.low) }

    static func + (a: Self, b: Self) -> Self {
        let (low, carry) = a.low.addingReportingOverflow(b.low)
        let sum = Self(low, high: a.high + b.high + (carry ? 1 : 0))
        return sum.isReduced ? sum : subtracting(modulus, from: sum)
    }

    static func - (a: Self, b: Self) -> Self { a + subtracting(b, from: modulus) }

    static func * (a: Self, b: Self) -> Self {
        var product = Self(0)
        for bit in (0..<130).reversed() {
            product = product + product
            let isSet = bit < 128 ? b.low >> UInt128(bit) & 1 == 1 : b.high >> UInt64(bit - 128) & 1 == 1
            if isSet { product = product + a }
        }
        return product
    }

    /// The power p - 2 (Fermat).
    var inverse: Self {
        let exponent = Self.subtracting(Self(2), from: Self.modulus)
        var power = Self(1)
        for bit in (0..<130).reversed() {
            power = power * power
            let isSet = bit < 128 ? exponent.low >> UInt128(bit) & 1 == 1 : exponent.high >> UInt64(bit - 128) & 1 == 1
            if isSet { power = power * self }
        }
        return power
    }
}
