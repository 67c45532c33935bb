import ProtoJSON
import Testing

/// What holds for every message and every selection.
@Suite struct MaskPropertyTests {
    private let transcoder: Transcoder

    init() throws {
        transcoder = Transcoder(try OrderTypes.pool())
    }

    private func json(_ bytes: [UInt8]) throws -> [UInt8] {
        try transcoder.json(of: bytes, type: "s.Order")
    }

    private func part(_ json: [UInt8], _ selection: FieldSelection) throws -> String {
        String(decoding: try transcoder.json(json, selecting: selection), as: UTF8.self)
    }

    /// Selecting in JSON and selecting in binary are one; what has been selected once is not changed by doing so again.
    @Test func jsonAndBinaryAgree() throws {
        let random = SeededRandom()
        var orders = RandomOrders(random)
        var shortened = 0
        for round in 0..<1_500 {
            var bytes = try transcoder.binary(of: Array(orders.order().utf8), type: "s.Order")
            // Two messages behind each other are one whose fields come in pieces.
            if orders.flip(4) { bytes += try transcoder.binary(of: Array(orders.order().utf8), type: "s.Order") }
            let text = orders.selection()
            let selection = try transcoder.selection(text, of: "s.Order")
            let whole = try json(bytes)
            let one = try part(whole, selection)
            let masked = try transcoder.binary(bytes, selecting: selection)
            let other = String(decoding: try json(masked), as: UTF8.self)
            let why = "seed \(random.seed), round \(round): \(text) of \(String(decoding: whole, as: UTF8.self))"
            try #require(one == other, "\(why)")
            try #require(try part(Array(one.utf8), selection) == one, "\(why)")
            try #require(try transcoder.binary(masked, selecting: selection) == masked, "\(why)")
            if one.utf8.count < whole.count, one != "{}" { shortened += 1 }
        }
        #expect(shortened > 500, "The selections select everything or nothing, seed \(random.seed).")
    }

    /// Naming every field, or every field of every field, changes nothing.
    @Test func theFullSelectionIsTheIdentity() throws {
        let random = SeededRandom()
        var orders = RandomOrders(random)
        let names = try #require(transcoder.pool.fieldNames(of: "s.Order"))
        let messages: Set = [
            "item", "items", "b", "parent", "labels", "itemsByNumber", "flags", "colorsByName", "details",
        ]
        let twice = names.map { messages.contains($0) ? "\($0).*" : $0 }
        for text in [names.joined(separator: ","), twice.joined(separator: " , "), "*"] {
            let selection = try transcoder.selection(text, of: "s.Order")
            for round in 0..<300 {
                let bytes = try transcoder.binary(of: Array(orders.order().utf8), type: "s.Order")
                let whole = try json(bytes)
                let why = "seed \(random.seed), round \(round): \(String(decoding: whole, as: UTF8.self))"
                try #require(try transcoder.json(whole, selecting: selection) == whole, "\(why)")
                try #require(try transcoder.binary(bytes, selecting: selection) == bytes, "\(why)")
            }
        }
    }

    /// Neither is asked for what is damaged, but both may be given it.
    @Test func damagedInputIsRefusedOrTaken() throws {
        var random = SeededRandom()
        var orders = RandomOrders(random)
        for _ in 0..<1_000 {
            let selection = try transcoder.selection(orders.selection(), of: "s.Order")
            var bytes = try transcoder.binary(of: Array(orders.order().utf8), type: "s.Order")
            var json = try json(bytes)
            for _ in 0..<3 {
                if let place = bytes.indices.randomElement(using: &random) {
                    bytes[place] = UInt8.random(in: 0...255, using: &random)
                }
                if let place = json.indices.randomElement(using: &random) {
                    json[place] = UInt8.random(in: 32...126, using: &random)
                }
            }
            _ = try? transcoder.json(json, selecting: selection)
            _ = try? transcoder.binary(bytes, selecting: selection)
        }
    }
}
