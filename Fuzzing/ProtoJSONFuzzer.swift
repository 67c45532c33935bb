import Foundation

/// What libFuzzer calls with the bytes it thinks of; scripts/fuzz builds it together with the sources of ProtoJSON.
/// The first byte chooses the type, the others are the message.
@_cdecl("LLVMFuzzerTestOneInput")
public func tryProtoJSON(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = [UInt8](UnsafeBufferPointer(start: start, count: count))
    if let first = input.first { trial.run(Array(input.dropFirst()), typeNumber: Int(first)) }
    return 0
}

private let trial = ProtoJSONTrial()

/// What has to hold for whatever bytes there are; what does not hold crashes.
struct ProtoJSONTrial {
    private let transcoder: Transcoder
    private let types: [String]
    private let beginsWithJSON: Bool

    /// PROTO_JSON_SET names a descriptor set, PROTO_JSON_FROM is `json` or `binary`.
    init() {
        let environment = ProcessInfo.processInfo.environment
        let path = environment["PROTO_JSON_SET"] ?? ""
        guard let set = FileManager.default.contents(atPath: path),
            let pool = try? DescriptorPool([DescriptorSource(origin: path, bytes: [UInt8](set))])
        else { fatalError("PROTO_JSON_SET names no descriptor set.") }
        transcoder = Transcoder(pool)
        types = pool.messageNames.filter { $0.hasPrefix("shapes.") || $0.hasPrefix("google.protobuf.") }
        beginsWithJSON = environment["PROTO_JSON_FROM"] == "json"
    }

    func run(_ input: [UInt8], typeNumber: Int) {
        let type = types[typeNumber % types.count]
        if beginsWithJSON {
            guard let bytes = try? transcoder.binary(of: input, type: type) else { return }
            checkReturn(of: bytes, type)
        } else {
            guard let json = try? transcoder.json(of: input, type: type) else { return }
            guard let bytes = try? transcoder.binary(of: json, type: type) else {
                // An Any that cannot be opened is written in base64, which is not read for a type that is known.
                return check(contains("\"@type\"", json), "We refuse the JSON that we wrote: \(text(json))")
            }
            checkReturn(of: bytes, type)
        }
    }

    /// Bytes that we wrote become JSON, and the same bytes again.
    private func checkReturn(of bytes: [UInt8], _ type: String) {
        guard let json = try? transcoder.json(of: bytes, type: type) else {
            return check(false, "We refuse the bytes of \(type) that we wrote: \(bytes)")
        }
        check(
            (try? transcoder.binary(of: json, type: type)) == bytes,
            "The bytes of \(type) have changed on the way back: \(bytes), \(text(json))")
    }

    private func contains(_ word: String, _ json: [UInt8]) -> Bool {
        text(json).contains(word)
    }

    private func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    private func check(_ holds: Bool, _ message: @autoclosure () -> String) {
        guard !holds else { return }
        print(message())
        fatalError()
    }
}
