import DermaSecrets

/// Hands out given byte strings, one a call: what a case says was drawn.
struct Scripted: RandomSource {
    private var left: [[UInt8]]

    init(_ draws: [UInt8]...) { left = draws.reversed() }

    init(_ draws: [[UInt8]]) { left = draws.reversed() }

    mutating func bytes(_ count: Int) -> [UInt8] { left.popLast() ?? [] }
}
