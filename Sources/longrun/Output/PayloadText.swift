import OperationsWorker
import SwiftProtobuf

/// A payload for people: text as it is, everything else as JSON, nothing for Empty.
enum PayloadText {
    static func text(_ payload: Google_Protobuf_Any) -> String? {
        if payload.typeURL.isEmpty || payload.isA(Google_Protobuf_Empty.self) { return nil }
        if payload.isA(Google_Protobuf_StringValue.self),
            let string = try? Google_Protobuf_StringValue(unpackingAny: payload)
        {
            return string.value
        }
        return String(decoding: PlainJSON.bytes(payload), as: UTF8.self)
    }
}
