import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// A responder on Hummingbird with a constant body and nothing behind it.
enum EmptyRESTServer {
    @Sendable static func serve(_ listening: @escaping @Sendable (String) -> Void) async throws {
        let body = ByteBuffer(string: "{}")
        let responder = CallbackResponder<BasicRequestContext> { _, _ in
            Response(
                status: .ok, headers: [.contentType: "application/json; charset=UTF-8"],
                body: ResponseBody(byteBuffer: body))
        }
        let application = Application(
            responder: responder,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0), serverName: "longrun"),
            onServerRunning: { channel in
                if let port = channel.localAddress?.port { listening("127.0.0.1:\(port)") }
            },
            logger: .silent)
        try await application.run()
    }
}
