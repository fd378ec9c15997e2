/// A growing array of plain values that is owned by one place: no reference count to look at on each write.
///
/// All unsafe memory of the walker is in this file; every access is checked. Append is amortised O(1). That it can be sent
/// is said and not found out because of the pointer, which nothing else holds.
struct Slab<Element: BitwiseCopyable & Sendable>: ~Copyable, @unchecked Sendable {
    private var base: UnsafeMutablePointer<Element>
    private(set) var count = 0
    private var capacity: Int

    init(capacity: Int = 16) {
        self.capacity = max(capacity, 1)
        base = .allocate(capacity: self.capacity)
    }

    /// Values that nobody has written yet: whoever reads one before writing it reads an arbitrary value.
    init(uninitialized count: Int) {
        self.init(capacity: count)
        self.count = count
    }

    init(repeating value: Element, count: Int) {
        self.init(uninitialized: count)
        base.initialize(repeating: value, count: count)
    }

    deinit { base.deallocate() }

    @inline(__always)
    subscript(index: Int) -> Element {
        get {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
            return base[index]
        }
        _modify {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
            yield &base[index]
        }
    }

    @inline(__always)
    mutating func append(_ value: Element) {
        if count == capacity { grow(to: count + 1) }
        (base + count).initialize(to: value)
        count += 1
    }

    /// Adds `extra` values that nobody has written yet.
    mutating func extend(by extra: Int) {
        if count + extra > capacity { grow(to: count + extra) }
        count += extra
    }

    /// Adds `extra` times `value`.
    mutating func extend(by extra: Int, repeating value: Element) {
        extend(by: extra)
        (base + (count - extra)).initialize(repeating: value, count: extra)
    }

    /// Moves `length` values from `source` to `target`; the two may overlap.
    @inline(__always)
    mutating func move(from source: Int, to target: Int, length: Int) {
        precondition(length >= 0 && source >= 0 && target >= 0)
        precondition(source + length <= count && target + length <= count)
        (base + target).update(from: base + source, count: length)
    }

    mutating func removeLast() {
        precondition(count > 0)
        count -= 1
    }

    mutating func removeAll() { count = 0 }

    @inline(never)
    private mutating func grow(to needed: Int) {
        let larger = max(needed, capacity * 2)
        let next = UnsafeMutablePointer<Element>.allocate(capacity: larger)
        next.moveInitialize(from: base, count: count)
        base.deallocate()
        base = next
        capacity = larger
    }
}
