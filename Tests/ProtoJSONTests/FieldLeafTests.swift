import ProtoJSON
import Testing

/// Which fields text can be bound to.
@Suite struct FieldLeafTests {
    private let pool: DescriptorPool

    init() throws {
        pool = try OrderTypes.pool()
    }

    private func fault(_ path: String, _ type: String = "s.Order") -> String {
        do throws(TranscodingFault) {
            _ = try pool.leaf(at: path, of: type)
            return ""
        } catch {
            return error.description
        }
    }

    @Test(
        arguments: [
            ("count", ["count"]), ("display_name", ["displayName"]), ("displayName", ["displayName"]),
            ("item.item_id", ["item", "itemId"]), ("parent.parent.bigCount", ["parent", "parent", "bigCount"]),
            ("createTime", ["createTime"]), ("time_left", ["timeLeft"]), ("updateMask", ["updateMask"]),
            ("wrapped_number", ["wrappedNumber"]), ("color", ["color"]), ("blob", ["blob"]),
            ("b.quantity", ["b", "quantity"]),
            ("nothing", ["nothing"]),
        ] as [(String, [String])])
    func leavesAreFoundInEitherSpelling(_ path: String, _ jsonPath: [String]) throws {
        let leaf = try pool.leaf(at: path, of: "s.Order")
        #expect(leaf.jsonPath == jsonPath)
        #expect(!leaf.isRepeated && !leaf.isBool)
    }

    @Test func repeatedLeavesAndFlagsAreTold() throws {
        #expect(try pool.leaf(at: "tags", of: "s.Order").isRepeated)
        #expect(try pool.leaf(at: "times", of: "s.Order").isRepeated)
        #expect(try pool.leaf(at: "parent.colors", of: "s.Order").isRepeated)
        #expect(try pool.leaf(at: "paid", of: "s.Order").isBool)
        #expect(try pool.leaf(at: "parent.wrapped_flag", of: "s.Order").isBool)
    }

    @Test(arguments: [
        ("item", "item: It is a message; name a field of it: s.Item has itemId, quantity, inner, labels, color, any."),
        ("parent.item.size", "parent.item.size: s.Item has no such field; it has itemId, quantity,"),
        ("labels", "labels: A map cannot be given as text."),
        ("labels.a", "labels: A map cannot be given as text, nor what is in it."),
        ("items", "items: A list of messages cannot be given as text."),
        ("items.quantity", "items: A list of messages cannot be given as text, nor what is in it."),
        ("details", "details: A google.protobuf.Struct cannot be given as text."),
        ("payload.value", "payload: A google.protobuf.Any cannot be given as text, nor what is in it."),
        ("createTime.seconds", "createTime: A google.protobuf.Timestamp is given as a whole; end the path here."),
        ("count.x.y", "count: It is no message; end the path here."),
        ("empty", "empty: It is a message; name a field of it: google.protobuf.Empty has none."),
        ("", "A name is missing; a path is such as 'a.b'."),
        ("parent..count", "parent.: A name is missing; a path is such as 'a.b'."),
        ("colour", "colour: s.Order has no such field; it has displayName, "),
    ])
    func otherPathsAreRefused(_ path: String, _ expected: String) {
        #expect(fault(path).hasPrefix(expected))
    }

    @Test func howDeepAPathLeadsIsBounded() throws {
        let parents = Array(repeating: "parent", count: 31).joined(separator: ".")
        #expect(try pool.leaf(at: "\(parents).count", of: "s.Order").jsonPath.count == 32)
        #expect(fault("parent.\(parents).count").hasSuffix("A path has at most 32 names."))
    }

    @Test func anUnknownTypeIsNamed() {
        #expect(fault("a", "s.None") == "The type 's.None' is not described here.")
    }
}
