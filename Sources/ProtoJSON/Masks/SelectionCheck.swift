/// Finds what a selection names that its message does not have.
///
/// What stands in an Any, a Struct, a Value or a ListValue is known only when it is there; nothing is wrong below them.
struct SelectionCheck {
    private let pool: DescriptorPool
    private let tree: SelectionTree
    /// What has been found below a node in a message, since `*` leads to the same message many times.
    private var known: [Place: TranscodingFault?] = [:]

    private struct Place: Hashable {
        let node: Int
        let message: Int
    }

    init(_ pool: DescriptorPool, _ tree: SelectionTree) {
        self.pool = pool
        self.tree = tree
    }

    /// The first fault of a selection whose paths begin in a message.
    mutating func fault(in message: Int) -> TranscodingFault? {
        fault(after: 0, in: pool.selectable(in: .message(message)), .message(message))
    }

    private mutating func fault(after node: Int, in message: Int) -> TranscodingFault? {
        let place = Place(node: node, message: message)
        if let found = known[place] { return found }
        var first: TranscodingFault?
        for next in tree.nodes[node].next where first == nil {
            first = tree.nodes[next].isWildcard ? fault(ofWildcard: next, message) : fault(ofName: next, message)
        }
        known.updateValue(first, forKey: place)
        return first
    }

    private mutating func fault(ofName node: Int, _ message: Int) -> TranscodingFault? {
        guard let (field, _) = pool.field(named: tree.nodes[node].name[...], of: message) else {
            return refusal(node, pool.messages[message].noSuchField)
        }
        return fault(after: node, in: pool.selectable(in: field), field.kind)
    }

    /// What follows `*` has to suit one of the fields.
    private mutating func fault(ofWildcard node: Int, _ message: Int) -> TranscodingFault? {
        guard let below = tree.nodes[node].next.first else { return nil }
        for field in pool.allFields(of: message)
        where fault(after: node, in: pool.selectable(in: field), field.kind) == nil { return nil }
        return refusal(below, "No field of \(pool.messages[message].fullName) has that.")
    }

    private mutating func fault(after node: Int, in content: Selectable, _ kind: FieldKind) -> TranscodingFault? {
        guard let below = tree.nodes[node].next.first else { return nil }
        switch content {
        case .nothing: return refusal(below, reasonNothingFollows(kind), whole: node)
        case .message(let place): return fault(after: node, in: place)
        case .any, .dynamic, .undescribed: return nil
        case .list(let kind): return fault(after: node, in: pool.selectable(in: kind), kind)
        case .map(let kind):
            for key in tree.nodes[node].next {
                if let fault = fault(after: key, in: pool.selectable(in: kind), kind) { return fault }
            }
            return nil
        }
    }

    private func reasonNothingFollows(_ kind: FieldKind) -> String {
        guard let message = pool.message(of: kind) else { return "It is no message; end the path here." }
        return "A \(message.fullName) is taken as a whole; end the path here."
    }

    /// - Parameter whole: the node to name instead, when what follows it is at fault.
    private func refusal(_ node: Int, _ problem: String, whole: Int? = nil) -> TranscodingFault {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        if tree.nodes[node].name.allSatisfy({ digits.contains($0) }) {
            let path = tree.path(to: tree.nodes[node].parent)
            return TranscodingFault(
                path: path, problem: "A list takes no index, as a path holds for each element; leave the number out.")
        }
        return TranscodingFault(path: tree.path(to: whole ?? node), problem: problem)
    }
}
