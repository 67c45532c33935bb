/// The names of a selection as they are read, before it is known what they mean.
struct SelectionTree {
    struct Node {
        /// As the caller spelled it, without backquotes.
        let name: [UInt8]
        /// The node it follows, and what stands between them.
        let parent: Int
        let separator: UInt8
        let isWildcard: Bool
        /// True where a path ends.
        var isWhole = false
        var names: [[UInt8]: Int] = [:]
        var wildcard: Int?
        /// The nodes that follow it, in the order of the text.
        var next: [Int] = []
    }

    private(set) var nodes = [Node(name: [], parent: -1, separator: 0, isWildcard: false)]

    /// The node that follows another one under a name, made when there is none yet.
    ///
    /// - Returns: nil when there are too many.
    mutating func place(after parent: Int, _ separator: UInt8, _ name: [UInt8], isWildcard: Bool) -> Int? {
        if let place = isWildcard ? nodes[parent].wildcard : nodes[parent].names[name] { return place }
        guard nodes.count <= FieldSelection.mostNames else { return nil }
        let place = nodes.count
        nodes.append(Node(name: name, parent: parent, separator: separator, isWildcard: isWildcard))
        nodes[parent].next.append(place)
        if isWildcard { nodes[parent].wildcard = place } else { nodes[parent].names[name] = place }
        return place
    }

    mutating func endPath(at place: Int) {
        nodes[place].isWhole = true
    }

    /// The path to a node, with the separators of the text.
    func path(to place: Int) -> String {
        var names: [String] = []
        var place = place
        while place > 0 {
            let node = nodes[place]
            let name = String(decoding: node.name, as: UTF8.self)
            let isBare = node.isWildcard || node.name.allSatisfy { SelectionParser.canStandBare($0) }
            let shown = isBare && !(name == "*" && !node.isWildcard) ? name : "`\(name.replacing("`", with: "``"))`"
            names.append(node.parent > 0 ? "\(Unicode.Scalar(node.separator))\(shown)" : shown)
            place = node.parent
        }
        return names.reversed().joined()
    }

    func selection(of type: String) -> FieldSelection {
        FieldSelection(
            type: type,
            nodes: nodes.map { node in
                FieldSelection.Node(
                    isWhole: node.isWhole,
                    names: NameTable(node.names.map { (String(decoding: $0.key, as: UTF8.self), $0.value) }),
                    wildcard: node.wildcard)
            })
    }
}
