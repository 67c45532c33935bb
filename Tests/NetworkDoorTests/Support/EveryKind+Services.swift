import NIOCore
import NIOSSL

@testable import NetworkDoor

extension EveryKind {
    static let part = 16 * 1_024

    var services: DoorServices {
        var services = DoorServices()
        services.unary("/test.Kinds/Now") { .now(GRPCAnswer($0.message)) }
        services.unary("/test.Kinds/Held") { [self] in hold($0) }
        services.unary("/test.Kinds/Later") { [self] call in
            let message = call.message
            return .later { [self] in await working { .success(GRPCAnswer(message)) } }
        }
        services.unary("/test.Kinds/Large") { call in
            .now(GRPCAnswer(ByteBuffer(repeating: 0x61, count: Self.number(call.message))))
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
                for _ in 0..<1_000 {
                    try await call.responses.write(ByteBuffer(repeating: 0x61, count: Self.part))
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
        case "/large": .now(large(Int(call.query ?? "") ?? 0))
        case "/parts": .now(HTTPResponse(status: 200, body: .stream { [self] in try await parts($0) }))
        case "/broken": .now(HTTPResponse(status: 200, body: .stream { [self] in try await broken($0) }))
        case "/who": .now(HTTPResponse(status: 200, contentType: "text/plain", text: Self.name(call.peer)))
        default: .now(HTTPResponse(status: 404))
        }
    }

    private func later(_ call: HTTPRequestCall) -> HTTPReply {
        let body = call.body
        return .later { [self] in await working { HTTPResponse(status: 200, body: .bytes(body)) } }
    }

    private func large(_ bytes: Int) -> HTTPResponse {
        HTTPResponse(status: 200, body: .bytes(ByteBuffer(repeating: 0x61, count: bytes)))
    }

    private func parts(_ body: BodyWriter) async throws {
        try await working {
            for _ in 0..<1_000 {
                try await body.write(ByteBuffer(repeating: 0x61, count: Self.part))
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

    /// Decimal digits, no more than a few millions.
    private static func number(_ digits: ByteBuffer) -> Int {
        min(Int(String(buffer: digits)) ?? 0, 8_000_000)
    }

    private static func name(_ peer: Peer) -> String {
        guard let certificate = peer.certificate else { return "nobody" }
        return certificate.description
    }
}
