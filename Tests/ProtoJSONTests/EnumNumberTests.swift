import ProtoJSON
import Testing

/// Enums as numbers, wherever an enum can stand.
@Suite struct EnumNumberTests {
    private let pool: DescriptorPool

    init() throws {
        pool = try OrderTypes.pool()
    }

    /// What comes back when JSON is read and written again.
    private func rewritten(_ json: String, asNumbers: Bool) throws -> String {
        let bytes = try Transcoder(pool).binary(of: Array(json.utf8), type: "s.Order")
        let writer = Transcoder(pool, options: TranscodingOptions(enumsAsNumbers: asNumbers))
        return String(decoding: try writer.json(of: bytes, type: "s.Order"), as: UTF8.self)
    }

    @Test(arguments: [
        (#"{"color":"RED"}"#, #"{"color":1}"#),
        (#"{"colors":["GREEN","COLOR_UNSPECIFIED",7]}"#, #"{"colors":[2,0,7]}"#),
        (#"{"colorsByName":{"a":"RED","b":"COLOR_UNSPECIFIED"}}"#, #"{"colorsByName":{"a":1,"b":0}}"#),
        (#"{"item":{"color":"GREEN"}}"#, #"{"item":{"color":2}}"#),
        (
            #"{"payload":{"@type":"x/s.Item","color":"RED","any":{"@type":"x/s.Item","color":"GREEN"}}}"#,
            #"{"payload":{"@type":"x/s.Item","color":1,"any":{"@type":"x/s.Item","color":2}}}"#
        ),
        (#"{"extra":null}"#, #"{"extra":null}"#),
        (#"{"details":{"a":null,"color":"RED"}}"#, #"{"details":{"a":null,"color":"RED"}}"#),
    ])
    func namesBecomeNumbersAndAreReadAgain(_ names: String, _ numbers: String) throws {
        #expect(try rewritten(names, asNumbers: true) == numbers)
        #expect(try rewritten(numbers, asNumbers: false) == names)
    }

    @Test func anAnyByItselfHasThemToo() {
        let writer = Transcoder(pool, options: TranscodingOptions(enumsAsNumbers: true))
        let json = writer.anyJSON(typeURL: "x/s.Item", bytes: [0x28, 1])
        #expect(String(decoding: json, as: UTF8.self) == #"{"@type":"x/s.Item","color":1}"#)
    }
}
