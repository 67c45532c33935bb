import ProtoJSON

/// Answers the questions of a conformance suite.
struct Examinee {
    private let transcoder: Transcoder

    init(_ transcoder: Transcoder) {
        self.transcoder = transcoder
    }

    func response(to bytes: [UInt8]) -> Response {
        guard let request = Request(bytes) else { return .runtimeError("This is no ConformanceRequest.") }
        // The published runner begins with a request for the failures to expect: there are none.
        if request.type == "conformance.FailureSet" { return .binary([]) }
        guard transcoder.pool.describes(request.type) else {
            return .skipped("The type '\(request.type)' is not described here.")
        }
        if request.category == .jsonIgnoringUnknown { return .skipped("Unknown members are always refused.") }
        switch (request.payload, request.output) {
        case (.json(let json), .binary): return binary(of: json, request.type)
        case (.binary(let bytes), .json): return json(of: bytes, request.type)
        case (.json(let json), .json): return canonical(json, request.type)
        case (.binary, .binary): return .skipped("A way through JSON would lose unknown fields.")
        case (nil, _): return .runtimeError("There is no payload.")
        case (_, .unspecified): return .runtimeError("No format is asked for.")
        default: return .skipped("The formats here are binary and JSON.")
        }
    }

    private func binary(of json: [UInt8], _ type: String) -> Response {
        do throws(TranscodingFault) {
            return .binary(try transcoder.binary(of: json, type: type))
        } catch {
            return .parseError("\(error)")
        }
    }

    private func json(of bytes: [UInt8], _ type: String) -> Response {
        do throws(TranscodingFault) {
            return .json(try transcoder.json(of: bytes, type: type))
        } catch {
            return .serializeError("\(error)")
        }
    }

    private func canonical(_ json: [UInt8], _ type: String) -> Response {
        switch binary(of: json, type) {
        case .binary(let bytes): self.json(of: bytes, type)
        case let other: other
        }
    }
}
