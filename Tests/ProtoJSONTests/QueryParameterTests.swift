import ProtoJSON
import SwiftProtobuf
import Testing

/// Which fields of a request stand in the query of a URL.
@Suite struct QueryParameterTests {
    private let pool: DescriptorPool

    init() throws {
        pool = try OrderTypes.pool()
    }

    private func paths(_ type: String, excluding: Set<String> = []) throws -> [String] {
        try pool.queryParameters(of: type, excluding: excluding).map(\.path)
    }

    @Test func leavesAreListed() throws {
        #expect(try paths("s.Item") == ["itemId", "quantity", "color"])
        #expect(try paths("s.Item", excluding: ["item_id", "color"]) == ["quantity"])
        #expect(try paths("s.Item", excluding: ["itemId"]) == ["quantity", "color"])
        let all = try paths("s.Order")
        #expect(all.prefix(3) == ["displayName", "count", "bigCount"])
        for path in ["createTime", "timeLeft", "updateMask", "wrappedFlag", "times", "tags", "item.itemId", "b.color"] {
            #expect(all.contains(path))
        }
        for path in [
            "details", "extra", "list", "payload", "labels", "flags", "items", "parent.count", "item.inner.color",
        ] {
            #expect(!all.contains(path))
        }
    }

    @Test func exclusionHoldsAtTheTopAlone() throws {
        let paths = try paths("s.Order", excluding: ["item", "color"])
        #expect(!paths.contains("color") && !paths.contains("item.color") && paths.contains("b.color"))
    }

    /// Each of them can be bound.
    @Test func eachIsALeaf() throws {
        for parameter in try pool.queryParameters(of: "s.Order") {
            let leaf = try pool.leaf(at: parameter.path, of: "s.Order")
            let schema = String(decoding: parameter.schema, as: UTF8.self)
            #expect(leaf.isBool == schema.contains(#""type":"boolean""#))
            #expect(leaf.isRepeated == schema.hasPrefix(#"{"type":"array","items":"#))
            #expect(!schema.contains("$ref"))
        }
    }

    /// A chain of five messages: paths have four names at most.
    @Test func depthIsBounded() throws {
        let messages = (1...5).map { number in
            TestTypes.message(
                "M\(number)",
                [TestTypes.field("x\(number)", 1, .int32)]
                    + (number < 5 ? [TestTypes.field("m", 2, .message, ".d.M\(number + 1)")] : []))
        }
        let pool = try DescriptorPool([TestTypes.source([TestTypes.file("d.proto", package: "d", messages)])])
        #expect(try pool.queryParameters(of: "d.M1").map(\.path) == ["x1", "m.x2", "m.m.x3", "m.m.m.x4"])
    }

    @Test func enumsAreSpelledOut() throws {
        let color = try pool.queryParameters(of: "s.Item").first { $0.path == "color" }
        #expect(
            color.map { String(decoding: $0.schema, as: UTF8.self) }
                == #"{"type":"string","enum":["COLOR_UNSPECIFIED","RED","GREEN"]}"#)
    }
}
