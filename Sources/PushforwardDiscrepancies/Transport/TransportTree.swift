/// Mass between a row and a column.
struct TransportEdge {
    let row: Int
    let column: Int
    let mass: Int
}

/// A spanning tree of a transport problem's rows and columns whose edges carry all the mass.
///
/// Node i < n is row i, node n + j column j, row 0 the root. Each other node holds the mass of the edge to its parent.
final class TransportTree {
    /// A row or column, in doubly linked lists of the children of one parent.
    struct Node {
        var parent: Int32 = -1
        var firstChild: Int32 = -1
        var nextSibling: Int32 = -1
        var previousSibling: Int32 = -1
        /// The last search that came by.
        var visit: Int32 = 0
        /// Mass on the edge to the parent.
        var mass = 0
        /// u of a row, v of a column.
        var potential = 0.0
    }

    /// The end of a list, and the parent of the root.
    static let none: Int32 = -1
    /// Number of rows n.
    let rows: Int
    /// Number of nodes n + m.
    let count: Int
    /// All nodes; valid while the tree lives.
    let nodes: UnsafeMutablePointer<Node>
    private var search: Int32 = 0

    /// The tree of n + m - 1 edges. O(n + m)
    init(rows: Int, columns: Int, edges: [TransportEdge]) {
        (self.rows, count) = (rows, rows + columns)
        precondition(
            edges.count == rows + columns - 1,
            "\(edges.count) edges are no tree of \(rows) + \(columns) nodes")
        nodes = .allocate(capacity: count)
        nodes.initialize(repeating: Node(), count: count)
        hang(edges)
    }

    deinit { nodes.deallocate() }

    /// Hangs the edges below row 0, from the nearest to the farthest.
    private func hang(_ edges: [TransportEdge]) {
        var starts = [Int](repeating: 0, count: count + 1)
        for edge in edges {
            starts[edge.row + 1] += 1
            starts[rows + edge.column + 1] += 1
        }
        for node in 0..<count { starts[node + 1] += starts[node] }
        var (places, incident) = (starts, [Int](repeating: 0, count: 2 * edges.count))
        for (index, edge) in edges.enumerated() {
            for node in [edge.row, rows + edge.column] {
                incident[places[node]] = index
                places[node] += 1
            }
        }
        var pending = [0]
        while let node = pending.popLast() {
            for edge in incident[starts[node]..<starts[node + 1]].lazy.map({ edges[$0] }) {
                let other = node < rows ? rows + edge.column : edge.row
                guard Int32(other) != nodes[node].parent else { continue }
                nodes[other].mass = edge.mass
                attach(Int32(other), to: Int32(node))
                pending.append(other)
            }
        }
    }

    /// The edges in the order of their lower nodes. O(n + m)
    func edges() -> [TransportEdge] {
        (1..<count).map { node in
            let (parent, mass) = (Int(nodes[node].parent), nodes[node].mass)
            return node < rows
                ? TransportEdge(row: node, column: parent - rows, mass: mass)
                : TransportEdge(row: parent, column: node - rows, mass: mass)
        }
    }

    /// Visits a node and all below it, parents first.
    @inline(__always)
    func forEach(below top: Int32, _ body: (Int) -> Void) {
        var node = top
        while true {
            body(Int(node))
            if nodes[Int(node)].firstChild != TransportTree.none {
                node = nodes[Int(node)].firstChild
                continue
            }
            while node != top, nodes[Int(node)].nextSibling == TransportTree.none {
                node = nodes[Int(node)].parent
            }
            if node == top { return }
            node = nodes[Int(node)].nextSibling
        }
    }

    /// Where the paths from two nodes to the root meet. O(length of the longer path to there)
    func meeting(_ first: Int32, _ second: Int32) -> Int32 {
        search &+= 1
        var (a, b) = (first, second)
        nodes[Int(a)].visit = search
        nodes[Int(b)].visit = search
        while true {
            if step(&a) { return a }
            if step(&b) { return b }
        }
    }

    /// Goes to the parent; true where the search has been there.
    @inline(__always)
    private func step(_ node: inout Int32) -> Bool {
        guard nodes[Int(node)].parent != TransportTree.none else { return false }
        node = nodes[Int(node)].parent
        defer { nodes[Int(node)].visit = search }
        return nodes[Int(node)].visit == search
    }

    /// Makes a node the first child of another.
    @inline(__always)
    func attach(_ node: Int32, to parent: Int32) {
        let next = nodes[Int(parent)].firstChild
        nodes[Int(node)].parent = parent
        nodes[Int(node)].nextSibling = next
        nodes[Int(node)].previousSibling = TransportTree.none
        if next != TransportTree.none { nodes[Int(next)].previousSibling = node }
        nodes[Int(parent)].firstChild = node
    }

    /// Takes a node from its parent's children.
    @inline(__always)
    func detach(_ node: Int32) {
        let (next, previous) = (nodes[Int(node)].nextSibling, nodes[Int(node)].previousSibling)
        if previous == TransportTree.none {
            nodes[Int(nodes[Int(node)].parent)].firstChild = next
        } else {
            nodes[Int(previous)].nextSibling = next
        }
        if next != TransportTree.none { nodes[Int(next)].previousSibling = previous }
    }
}
