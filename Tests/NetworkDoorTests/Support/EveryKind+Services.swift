import NIOCore
import NIOSSL

@testable import NetworkDoor

extension EveryKind {
    var services: DoorServices {
        var services = DoorServices()
        for name in ["Now", "Held", "Later", "Large"] {
            let method = unary(disguises[name] ?? name)
            services.unary("/test.Kinds/" + name, method)
        }
        for name in ["Echo", "Waits", "Parts"] {
            let method = streaming(disguises[name] ?? name)
            services.streaming("/test.Kinds/" + name) { [self] call in try await working { try await method(call) } }
        }
        services.http = { [self] in answer($0) }
        return services
    }

    private func unary(_ name: String) -> @Sendable (UnaryCall) -> UnaryReply {
        switch name {
        case "Held": { [self] in hold($0) }
        case "Later": { [self] in later($0.message) }
        case "Large": { [self] in .now(GRPCAnswer(letters(number(String(buffer: $0.message))))) }
        default: { .now(GRPCAnswer($0.message)) }
        }
    }

    private func later(_ message: ByteBuffer) -> UnaryReply {
        .later { [self] in await working { .success(GRPCAnswer(message)) } }
    }

    private func streaming(_ name: String) -> @Sendable (StreamingCall) async throws -> Void {
        switch name {
        case "Waits": { [self] in try await wait($0) }
        case "Parts": { [self] in try await writeParts($0) }
        default: { [self] in try await echo($0) }
        }
    }

    private func echo(_ call: StreamingCall) async throws {
        for try await message in call.requests {
            didRead()
            try await call.responses.write(message)
        }
    }

    private func wait(_ call: StreamingCall) async throws {
        await gate.pass()
        for try await _ in call.requests { didRead() }
    }

    private func writeParts(_ call: StreamingCall) async throws {
        for _ in 0..<parts.count {
            try await call.responses.write(letters(parts.bytes))
            didWrite()
        }
    }

    private func answer(_ call: HTTPRequestCall) -> HTTPReply {
        switch disguises[String(call.path)] ?? String(call.path) {
        case "/now": .now(HTTPResponse(status: 200, fields: [("content-type", "text/plain")], body: .bytes(call.body)))
        case "/empty": .now(HTTPResponse(status: 204))
        case "/unchanged": .now(HTTPResponse(status: 304))
        case "/held": hold(call)
        case "/later": later(call)
        case "/large": .now(HTTPResponse(status: 200, body: .bytes(letters(number(call.query ?? "")))))
        case "/text": .now(text(call.query))
        case "/text/later": laterText(call.query)
        case "/twice": answerTwice(call)
        case "/parts": .now(HTTPResponse(status: 200, body: .stream { [self] in try await write(to: $0) }))
        case "/broken": .now(HTTPResponse(status: 200, body: .stream { [self] in try await broken($0) }))
        case "/who": .now(HTTPResponse(status: 200, contentType: "text/plain", text: Self.name(call.peer)))
        default: .now(HTTPResponse(status: 404))
        }
    }

    private func later(_ call: HTTPRequestCall) -> HTTPReply {
        let body = call.body
        return .later { [self] in await working { HTTPResponse(status: 200, body: .bytes(body)) } }
    }

    private func text(_ count: Substring?) -> HTTPResponse {
        HTTPResponse(
            status: 200, fields: [("content-type", "text/plain")], body: .bytes(letters(number(count ?? ""))))
    }

    private func laterText(_ count: Substring?) -> HTTPReply {
        .later { [self] in await working { text(count) } }
    }

    /// The first answer counts.
    private func answerTwice(_ call: HTTPRequestCall) -> HTTPReply {
        let held = call.hold()
        held.answer(text(call.query))
        held.answer(HTTPResponse(status: 500))
        return .held
    }

    private func write(to body: BodyWriter) async throws {
        try await working {
            for _ in 0..<parts.count {
                try await body.write(letters(parts.bytes))
                didWrite()
            }
        }
    }

    private func broken(_ body: BodyWriter) async throws {
        try await working {
            try await body.write(ByteBuffer(string: "half"))
            throw GRPCStatus(.internal, "broken")
        }
    }

    private func letters(_ count: Int) -> ByteBuffer {
        ByteBuffer(repeating: 0x61, count: count)
    }

    private func number(_ digits: some StringProtocol) -> Int {
        max(0, min(Int(digits) ?? 0, largestAnswer))
    }

    private static func name(_ peer: Peer) -> String {
        guard let certificate = peer.certificate else { return "nobody" }
        return certificate.description
    }
}
