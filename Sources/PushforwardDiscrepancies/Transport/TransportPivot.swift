extension TransportTree {
    /// The edge of a cycle that is emptied first: its lower node, and whether it lies between the row and the apex.
    private struct Leaving {
        var node: Int32
        var isOnRowSide: Bool
        var mass: Int
    }

    /// Takes the edge from a row to a column into the tree, turns as much mass as fits around the cycle that it closes
    /// and drops the edge that is emptied. Returns the node, the row or the column, whose part of the tree now hangs
    /// from the other. O(length of the cycle)
    func pivot(row: Int, column: Int) -> Int32 {
        let (i, j) = (Int32(row), Int32(rows + column))
        let apex = meeting(i, j)
        var leaving = Leaving(node: i, isOnRowSide: true, mass: .max)
        findLeast(from: i, to: apex, isOnRowSide: true, &leaving)
        findLeast(from: j, to: apex, isOnRowSide: false, &leaving)
        turn(leaving.mass, from: i, to: apex, isOnRowSide: true)
        turn(leaving.mass, from: j, to: apex, isOnRowSide: false)
        let (moved, target) = leaving.isOnRowSide ? (i, j) : (j, i)
        rehang(moved, upTo: leaving.node, under: target, leaving.mass)
        return moved
    }

    /// Edges above nodes of the side's kind give mass.
    @inline(__always)
    private func gives(_ node: Int32, _ isOnRowSide: Bool) -> Bool { (node < rows) == isOnRowSide }

    @inline(__always)
    private func findLeast(from start: Int32, to apex: Int32, isOnRowSide: Bool, _ leaving: inout Leaving) {
        var node = start
        while node != apex {
            if gives(node, isOnRowSide), nodes[Int(node)].mass < leaving.mass {
                leaving = Leaving(node: node, isOnRowSide: isOnRowSide, mass: nodes[Int(node)].mass)
            }
            node = nodes[Int(node)].parent
        }
    }

    @inline(__always)
    private func turn(_ mass: Int, from start: Int32, to apex: Int32, isOnRowSide: Bool) {
        var node = start
        while node != apex {
            nodes[Int(node)].mass &+= gives(node, isOnRowSide) ? -mass : mass
            node = nodes[Int(node)].parent
        }
    }

    /// Turns the path from a node up to the leaving edge upside down and hangs it from the target.
    private func rehang(_ start: Int32, upTo last: Int32, under target: Int32, _ mass: Int) {
        var (node, parent, carried) = (start, target, mass)
        while true {
            let (above, massAbove) = (nodes[Int(node)].parent, nodes[Int(node)].mass)
            detach(node)
            attach(node, to: parent)
            nodes[Int(node)].mass = carried
            if node == last { return }
            (parent, carried, node) = (node, massAbove, above)
        }
    }
}
