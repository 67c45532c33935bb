import NIOCore
import NIOSSL

@testable import NetworkDoor

extension EveryKind {
    var services: DoorServices {
        var services = DoorServices()
        services.unary("/test.Kinds/Now") { .now(GRPCAnswer($0.message)) }
        services.unary("/test.Kinds/Held") { [self] in hold($0) }
        services.unary("/test.Kinds/Later") { [self] call in
            let message = call.message
            return .later { [self] in await working { .success(GRPCAnswer(message)) } }
        }
        services.unary("/test.Kinds/Large") { [self] call in
            .now(GRPCAnswer(letters(number(String(buffer: call.message)))))
        }
        services.streaming("/test.Kinds/Echo") { [self] call in
            try await working {
                for try await message in call.requests {
                    didRead()
                    try await call.responses.write(message)
                }
            }
        }
        services.streaming("/test.Kinds/Waits") { [self] call in
            try await working {
                await gate.pass()
                for try await _ in call.requests { didRead() }
            }
        }
        services.streaming("/test.Kinds/Parts") { [self] call in
            try await working {
                for _ in 0..<parts.count {
                    try await call.responses.write(letters(parts.bytes))
                    didWrite()
                }
            }
        }
        services.http = { [self] in answer($0) }
        return services
    }

    private func answer(_ call: HTTPRequestCall) -> HTTPReply {
        switch call.path {
        case "/now": .now(HTTPResponse(status: 200, fields: [("content-type", "text/plain")], body: .bytes(call.body)))
        case "/empty": .now(HTTPResponse(status: 204))
        case "/unchanged": .now(HTTPResponse(status: 304))
        case "/held": hold(call)
        case "/later": later(call)
        case "/large": .now(HTTPResponse(status: 200, body: .bytes(letters(number(call.query ?? "")))))
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
