/// An order-statistics B-tree over numbered leaves that are kept elsewhere: which leaf holds a position.
///
/// Nodes are slices of flat arrays. All operations are O(log n) in the number of leaves. Nodes are split when full and
/// taken out when empty, never merged: a text that shrinks keeps its tree until it is built again.
/// Source: Bayer, McCreight, "Organization and maintenance of large ordered indexes", 1972; counts as in Knuth 6.2.3.
struct WidthTree: Sendable {
    static let fanout = 16

    private var child: ContiguousArray<Int32> = []
    private var width: ContiguousArray<Int32> = []
    private var used: ContiguousArray<Int32> = []
    private var parent: ContiguousArray<Int32> = []
    private var leafParent: ContiguousArray<Int32> = []
    private var freeNodes: [Int32] = []
    private var root = -1
    private var height = 0
    private(set) var leafCount = 0

    var isEmpty: Bool { root < 0 }

    /// Begins with one leaf.
    mutating func start(with leaf: Int, width first: Int) {
        root = newNode()
        height = 0
        leafCount = 1
        child[root * Self.fanout] = Int32(leaf)
        width[root * Self.fanout] = Int32(first)
        used[root] = 1
        setParent(of: leaf, to: root, level: 0)
    }

    /// The leaf that holds `position` and where it starts; the last one if the position is the end.
    func find(_ position: Int) -> (leaf: Int, start: Int) {
        var node = root
        var left = Int32(truncatingIfNeeded: position)
        var level = height
        while true {
            let base = node * Self.fanout
            let last = base + Int(used[node]) - 1
            var slot = base
            while slot < last, left >= width[slot] {
                left -= width[slot]
                slot += 1
            }
            if level == 0 { return (Int(child[slot]), position - Int(left)) }
            node = Int(child[slot])
            level -= 1
        }
    }

    /// Widens `leaf` by `growth`.
    mutating func add(_ growth: Int, to leaf: Int) {
        var below = Int32(leaf)
        var node = Int(leafParent[leaf])
        while node >= 0 {
            width[slot(of: below, in: node)] += Int32(growth)
            below = Int32(node)
            node = Int(parent[node])
        }
    }

    /// Puts `new` behind `leaf`, which gives `moved` of its width to it.
    mutating func split(_ leaf: Int, new: Int, moved: Int) {
        leafCount += 1
        insert(new, width: moved, behind: leaf, in: Int(leafParent[leaf]), level: 0)
    }

    /// Takes out `leaf`, whose width is 0.
    mutating func remove(_ leaf: Int) {
        leafCount -= 1
        var below = leaf
        var node = Int(leafParent[leaf])
        while true {
            let base = node * Self.fanout
            let last = base + Int(used[node]) - 1
            var index = slot(of: Int32(below), in: node)
            while index < last {
                child[index] = child[index + 1]
                width[index] = width[index + 1]
                index += 1
            }
            used[node] -= 1
            if used[node] > 0 || node == root { return }
            freeNodes.append(Int32(node))
            below = node
            node = Int(parent[node])
        }
    }

    /// Puts a child behind its sibling `left`, from whose width its own is taken.
    private mutating func insert(_ new: Int, width added: Int, behind left: Int, in node: Int, level: Int) {
        var node = node
        if Int(used[node]) == Self.fanout { node = divide(node, level: level, for: left) }
        let place = slot(of: Int32(left), in: node) + 1
        width[place - 1] -= Int32(added)
        var index = node * Self.fanout + Int(used[node])
        while index > place {
            child[index] = child[index - 1]
            width[index] = width[index - 1]
            index -= 1
        }
        child[place] = Int32(new)
        width[place] = Int32(added)
        used[node] += 1
        setParent(of: new, to: node, level: level)
    }

    /// Divides a full node and returns the half that holds `kept`.
    private mutating func divide(_ node: Int, level: Int, for kept: Int) -> Int {
        let half = Self.fanout / 2
        let new = newNode()
        var moved: Int32 = 0
        for index in 0..<half {
            let from = node * Self.fanout + half + index
            child[new * Self.fanout + index] = child[from]
            width[new * Self.fanout + index] = width[from]
            moved += width[from]
            setParent(of: Int(child[from]), to: new, level: level)
        }
        used[node] = Int32(half)
        used[new] = Int32(half)
        if node == root {
            let top = newNode()
            let total = width[node * Self.fanout..<node * Self.fanout + half].reduce(0, +)
            child[top * Self.fanout] = Int32(node)
            width[top * Self.fanout] = total + moved
            used[top] = 1
            parent[node] = Int32(top)
            root = top
            height += 1
        }
        let above = Int(parent[node])
        insert(new, width: Int(moved), behind: node, in: above, level: level + 1)
        return Int(level == 0 ? leafParent[kept] : parent[kept])
    }

    @inline(__always)
    private func slot(of below: Int32, in node: Int) -> Int {
        var index = node * Self.fanout
        while child[index] != below { index += 1 }
        return index
    }

    private mutating func setParent(of below: Int, to node: Int, level: Int) {
        if level > 0 {
            parent[below] = Int32(node)
            return
        }
        while leafParent.count <= below { leafParent.append(-1) }
        leafParent[below] = Int32(node)
    }

    private mutating func newNode() -> Int {
        if let free = freeNodes.popLast() {
            used[Int(free)] = 0
            parent[Int(free)] = -1
            return Int(free)
        }
        child.append(contentsOf: repeatElement(-1, count: Self.fanout))
        width.append(contentsOf: repeatElement(0, count: Self.fanout))
        used.append(0)
        parent.append(-1)
        return used.count - 1
    }
}
