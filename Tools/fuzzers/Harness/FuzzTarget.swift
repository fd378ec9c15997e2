/// One thing that hostile bytes meet: what it is called, and what must hold of any input.
///
/// The fuzzers call `run`; the tests call `check` on every committed input, without sanitizers.
public struct FuzzTarget: Sendable {
    /// The name of its corpus folder and, after `fuzz-`, of its program.
    public let name: String
    /// The most memory that an input may take: so many bytes for each of its own …
    public let memoryMultiple: Int
    /// … and so many bytes more.
    public let memoryConstant: Int
    private let body: @Sendable ([UInt8]) throws(Violation) -> Void

    package init(
        _ name: String, memoryMultiple: Int = 64, memoryConstant: Int = 64 << 10,
        _ body: @escaping @Sendable ([UInt8]) throws(Violation) -> Void
    ) {
        self.name = name
        self.memoryMultiple = memoryMultiple
        self.memoryConstant = memoryConstant
        self.body = body
    }

    /// Looks at one input. Memory is measured only in a program that was built with the address sanitizer.
    public func check(_ input: [UInt8]) throws(Violation) {
        MemoryMeter.start()
        defer { MemoryMeter.stop() }
        try body(input)
        let limit = memoryMultiple * input.count + memoryConstant
        guard MemoryMeter.peak <= limit else {
            throw Violation("took \(MemoryMeter.peak) bytes of memory; \(limit) are allowed")
        }
    }

    /// What libFuzzer calls: stops the process where something does not hold.
    public func run(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
        do throws(Violation) {
            try check(Array(UnsafeBufferPointer(start: bytes, count: count)))
        } catch {
            fatalError("\(name): \(error)")
        }
        return 0
    }
}

/// Something that must hold of any input did not.
public struct Violation: Error, CustomStringConvertible, Sendable {
    /// What.
    public let description: String

    /// Says what.
    public init(_ description: String) { self.description = description }
}

/// Throws unless `condition` holds.
package func require(_ condition: Bool, _ what: @autoclosure () -> String) throws(Violation) {
    guard condition else { throw Violation(what()) }
}
