/// Which fields of a message are asked for: the system parameter `$fields`.
///
///     let selection = try transcoder.selection("operations(name,metadata.state)", of: "google.longrunning.ListOperationsResponse")
///     let part = try transcoder.json(json, selecting: selection)
///
/// Paths stand behind each other with commas between them. Names in a path have `.` or `/` between them, or are followed
/// by several others in parentheses, and all of that may be mixed. A name is one of JSON or of the `.proto`, or a key of
/// a map; one with other characters stands in backquotes, in which a backquote is doubled. `*` is every field or key.
/// A path through a list holds for each of its elements. No path at all, or `*` alone, is everything.
public struct FieldSelection: Sendable {
    /// The longest text: 4 KiB.
    public static let longestText = 4_096
    /// How deep a path may lead: 32 names.
    public static let maxDepth = 32
    /// How many names there may be; one that several paths begin with counts once: 500.
    public static let mostNames = 500

    /// The full name of the message that it was checked against.
    public let type: String
    /// The first is where all paths begin.
    let nodes: [Node]

    /// A place in the tree of names.
    struct Node: Sendable {
        /// True where a path ends: all that is below is selected.
        let isWhole: Bool
        /// The places of the names that follow.
        let names: NameTable
        /// The place of the `*` that follows.
        let wildcard: Int?
    }

    /// True when nothing is left out.
    public var isEverything: Bool {
        guard let root = nodes.first else { return true }
        return root.isWhole || root.wildcard.map { nodes[$0].isWhole } ?? false
    }

    /// What is selected within a value.
    enum Focus {
        case everything
        /// What the nodes at these places say together: as `*` is followed beside a name, there can be several.
        case parts([Int])
    }

    /// - Parameter spellings: the names that mean the same next field, or a key.
    /// - Returns: nil when it is not selected.
    func focus(_ places: [Int], on spellings: ArraySlice<UInt8>...) -> Focus? {
        var found: [Int] = []
        for place in places {
            let node = nodes[place]
            for name in spellings {
                guard let next = node.names[name] else { continue }
                if nodes[next].isWhole { return .everything }
                found.append(next)
            }
            guard let next = node.wildcard else { continue }
            if nodes[next].isWhole { return .everything }
            found.append(next)
        }
        return found.isEmpty ? nil : .parts(found)
    }

    /// - Parameter place: where the field stands in its message; negative for an extension.
    func focus(_ places: [Int], on field: FieldType, at place: Int, of type: MessageType) -> Focus? {
        let jsonName = Array(field.jsonName.utf8)[...]
        guard field.name != field.jsonName else { return focus(places, on: jsonName) }
        let name = Array(field.name.utf8)[...]
        // The name in the `.proto` may be the name that another field has in JSON, which it then means.
        guard type.place(ofName: name) == place else { return focus(places, on: jsonName) }
        return focus(places, on: jsonName, name)
    }
}
