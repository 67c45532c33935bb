import ProtoJSON
import Testing

/// JSON with a line for each member.
@Suite struct JSONIndentTests {
    private func indented(_ text: String) -> String {
        String(decoding: JSONIndent.indented(Array(text.utf8)), as: UTF8.self)
    }

    @Test func blanksOutsideOfStringsAreDropped() {
        let text = "{ \"a b\\\" c\" :\n [ 1,\t2 ],\r\n\n\"d\": \"e\\\\\" }\n"
        let compact = String(decoding: JSONIndent.compacted(Array(text.utf8)), as: UTF8.self)
        #expect(compact == #"{"a b\" c":[1,2],"d":"e\\"}"#)
        #expect(JSONIndent.compacted(JSONIndent.indented(Array(compact.utf8))) == Array(compact.utf8))
    }

    @Test func membersAndElementsHaveLines() {
        let json =
            #"{"name":"operations/x","done":true,"list":[1,[2,{}],[]],"error":{"code":5,"details":[{"a":null}]}}"#
        let expected = """
            {
              "name": "operations/x",
              "done": true,
              "list": [
                1,
                [
                  2,
                  {}
                ],
                []
              ],
              "error": {
                "code": 5,
                "details": [
                  {
                    "a": null
                  }
                ]
              }
            }

            """
        #expect(indented(json) == expected)
        #expect(indented(expected) == expected)
    }

    @Test(arguments: [
        ("{}", "{}\n"), ("[]", "[]\n"), ("{ }", "{}\n"), ("[\n]\n", "[]\n"), ("5", "5\n"), (#""a""#, "\"a\"\n"),
        ("", "\n"),
        (#"{"{[,:\"]}":"\\"}"#, "{\n  \"{[,:\\\"]}\": \"\\\\\"\n}\n"),
        (#"{"a b" : "ü  x"}"#, "{\n  \"a b\": \"ü  x\"\n}\n"),
        (#"["#, "[\n  \n"), ("}", "\n}\n"), (#"{"a\"#, "{\n  \"a\\\n"),
    ])
    func corners(_ json: String, _ expected: String) {
        #expect(indented(json) == expected)
    }

    /// Deep lines are long; a small text may not become a huge one.
    @Test func whatWouldBecomeFarTooLongStaysAsItIs() {
        let deep = String(repeating: "[", count: 90) + String(repeating: "1,", count: 20_000)
        #expect(indented(deep) == deep + "\n")
        let nested = String(repeating: "[", count: 100) + "1" + String(repeating: "]", count: 100)
        #expect(indented(nested).split(separator: "\n").count == 201)
        #expect(indented(nested).contains("\n" + String(repeating: " ", count: 200) + "1\n"))
    }

    /// Nothing but blanks outside of strings is added or dropped.
    @Test func onlyBlanksChange() {
        var random = SeededRandom()
        let parts = Array("{}[],:\"\\ ab1\n\u{e9}").map { Array(String($0).utf8) }
        func bare(_ bytes: [UInt8]) -> [UInt8] { bytes.filter { $0 != 0x20 && $0 != 0x0A } }
        for _ in 0..<5_000 {
            let count = Int.random(in: 0...40, using: &random)
            let bytes = (0..<count).flatMap { _ in parts.randomElement(using: &random) ?? [] }
            #expect(bare(JSONIndent.indented(bytes)) == bare(bytes), "seed \(random.seed): \(bytes)")
            let noise = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            _ = JSONIndent.indented(noise)
        }
    }

    @Test func whatIsReadIsTheSame() throws {
        let transcoder = Transcoder(try OrderTypes.pool())
        let random = SeededRandom()
        var orders = RandomOrders(random)
        for round in 0..<300 {
            let bytes = try transcoder.binary(of: Array(orders.order().utf8), type: "s.Order")
            let json = JSONIndent.indented(try transcoder.json(of: bytes, type: "s.Order"))
            #expect(
                try transcoder.binary(of: json, type: "s.Order") == bytes, "seed \(random.seed), round \(round)")
        }
    }
}
