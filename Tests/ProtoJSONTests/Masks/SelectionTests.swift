import ProtoJSON
import Testing

/// Which selections are taken, and what is said of the others.
@Suite struct SelectionTests {
    private let transcoder: Transcoder

    init() throws {
        transcoder = try TestTypes.transcoder([OrderTypes.file, TestTypes.node] + WellKnownTypes.all)
    }

    private func fault(_ text: String, _ type: String = "s.Order") -> String {
        do throws(TranscodingFault) {
            _ = try transcoder.selection(text, of: type)
            return ""
        } catch {
            return error.description
        }
    }

    @Test(arguments: ["", "  ", "*", " * ", "count,*"])
    func everything(_ text: String) throws {
        #expect(try transcoder.selection(text, of: "s.Order").isEverything)
    }

    @Test(arguments: [
        "count", "display_name,displayName", "item.item_id", "item/itemId", "item(itemId,inner/inner(color,quantity))",
        " item ( itemId , color ) , count ", "labels.a", "labels.`a.b`", "labels.`a``b`", "`count`", "labels(a,*)",
        "itemsByNumber.5.quantity", "items.quantity", "items(*)", "*.quantity", "item.*", "payload.anything.at.all",
        "payload.@type", "details.a.0.b", "list.a", "extra.x", "payloads.value.x", "createTime,updateMask", "empty.*",
    ])
    func allSpellings(_ text: String) throws {
        #expect(try !transcoder.selection(text, of: "s.Order").isEverything)
    }

    @Test(arguments: [
        ("colour", "colour: s.Order has no such field; it has displayName, "),
        ("item/inner(item_id,size)", "item/inner.size: s.Item has no such field; it has itemId, "),
        ("itemsByNumber.5.size", "itemsByNumber.5.size: s.Item has no such field"),
        ("count.x", "count: It is no message; end the path here."),
        ("tags.x", "tags: It is no message; end the path here."),
        ("labels.a.b", "labels.a: It is no message; end the path here."),
        ("labels.`a.b`.c", "labels.`a.b`: It is no message"),
        ("labels.`a``b`.c", "labels.`a``b`: It is no message"),
        ("createTime.seconds", "createTime: A google.protobuf.Timestamp is taken as a whole; end the path here."),
        ("wrappedFlag(value)", "wrappedFlag: A google.protobuf.BoolValue is taken as a whole"),
        ("items.0.quantity", "items: A list takes no index"),
        (
            "items[0].quantity",
            "items: A list takes no index, as a path holds for each element, at byte 6 of the selection."
        ),
        ("item.any,items.[0]", "items: A list takes no index"), ("[0]", "A list takes no index"),
        ("labels.`a`[0]", "labels.a: A list takes no index"),
        ("empty.x", "empty.x: google.protobuf.Empty has no such field; it has none."),
        (",", "A name is missing, at byte 1 of the selection."),
        ("count,", "A name is missing, at the end of the selection."),
        ("item.", "item: A name is missing, at the end"),
        ("item..color", "item: A name is missing, at byte 6"),
        ("item()", "item: A name is missing, at byte 6"),
        ("item(color", "item: A ')' is missing, at the end"),
        ("item(color))", "A ')' has no '(' before it, at byte 12"),
        ("item(color) count", "A ',' is missing, at byte 13"),
        ("item(color).count", "A ',' is missing, at byte 12"),
        ("item(color count)", "item: A ',' or a ')' is missing, at byte 12"),
        ("count paid", "A ',' is missing, at byte 7"),
        ("labels.`a", "labels: A backquote has no other, at the end"),
        ("labels.``", "labels: A name is missing, at the end"),
    ])
    func faultsNameThePath(_ text: String, _ expected: String) {
        #expect(fault(text).hasPrefix(expected))
    }

    @Test func boundsHold() {
        let parents = Array(repeating: "parent", count: 31).joined(separator: ".")
        #expect(fault("\(parents).count") == "")
        #expect(fault("\(parents).item.color").contains("A path has at most 32 names"))
        #expect(fault("\(parents)(count(x))").contains("A path has at most 32 names"))
        #expect(fault(String(repeating: "item(", count: 800)).contains("A path has at most 32 names"))
        let keys = (0..<499).map { "k\($0)" }
        #expect(fault("labels(\(keys.joined(separator: ",")))") == "")
        #expect(fault("labels(\(keys.joined(separator: ",")),z)").contains("A selection has at most 500 names"))
        #expect(fault(String(repeating: " ", count: 4_097)) == "A selection has at most 4096 bytes.")
    }

    /// A type that is one text has no parts; its own fields are no names of it.
    @Test func aRootWithoutParts() {
        #expect(throws: TranscodingFault.self) {
            try transcoder.selection("seconds", of: "google.protobuf.Timestamp")
        }
        #expect(throws: TranscodingFault.self) { try transcoder.selection("a", of: "s.None") }
    }

    @Test(arguments: [
        ("*.id", ""), ("*.*.id", ""), ("*(id,text)", ""), ("*.id.x", "*.id: No field of t.Node has that."),
        ("*.nowhere", "*.nowhere: No field of t.Node has that."), ("*/*(size)", "*/*: No field of t.Node has that."),
        ("nodes.*.*.size", "nodes.*.*: No field of t.Node has that."),
    ])
    func whatFollowsAnAsteriskSuitsAField(_ text: String, _ expected: String) {
        #expect(fault(text, "t.Node") == expected)
    }

    /// `*` leads everywhere at each level; each message is gone through once for each name.
    @Test(.timeLimit(.minutes(1))) func manyAsterisksAreChecked() {
        let asterisks = Array(repeating: "*", count: 31).joined(separator: ".")
        #expect(fault("\(asterisks).quantity") == "")
        #expect(fault("\(asterisks).nowhere", "t.Node") != "")
    }

    @Test func arbitraryTextIsTakenOrRefused() {
        var random = SeededRandom()
        let parts = [
            "item", "*", "labels", "a", ".", "/", "(", ")", ",", "`", "[", "]", " ", "0", "\u{0}", "é", "items",
        ]
        for _ in 0..<3_000 {
            let text = (0..<Int.random(in: 0...24, using: &random)).map { _ in
                parts.randomElement(using: &random) ?? ""
            }
            .joined()
            _ = fault(text)
            let bytes = (0..<40).map { _ in UInt8.random(in: 0...255, using: &random) }
            _ = fault(String(decoding: bytes, as: UTF8.self))
        }
    }
}
