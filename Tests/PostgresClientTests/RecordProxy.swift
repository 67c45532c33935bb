import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import Testing

/// Speaks TLS for the PostgreSQL of the tests, in records as long as TLS allows, as poolers and newer servers do: an
/// answer of more than one record ends with a full one.
enum RecordProxy {
    static let recordSize = 16_384

    /// - Parameter body: gets `127.0.0.1:port`.
    static func with(_ body: (String) async throws -> Void) async throws {
        let address = try #require(TestServer.uri?.split(separator: "@").last?.split(separator: "/").first)
        let server = address.split(separator: ":").map(String.init)
        let (host, port) = (try #require(server.first), try #require(server.last.flatMap { Int($0) }))
        let context = try await makeContext()
        let proxy = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { client in
                ClientBootstrap(group: client.eventLoop)
                    .channelInitializer { server in
                        server.eventLoop.makeCompletedFuture {
                            try server.pipeline.syncOperations.addHandler(Answers(to: client))
                        }
                    }
                    .connect(host: host, port: port)
                    .flatMapThrowing { server in
                        try client.pipeline.syncOperations.addHandler(Questions(to: server, context))
                    }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        do {
            try await body("127.0.0.1:\(proxy.localAddress?.port ?? 0)")
            try await proxy.close()
        } catch {
            try? await proxy.close()
            throw error
        }
    }

    private static func makeContext() async throws -> NIOSSLContext {
        let directory = FileManager.default.temporaryDirectory.path + "/longrun-proxy-\(UInt32.random(in: 0 ... .max))"
        try await Shell.run(
            """
            mkdir \(directory)
            cd \(directory)
            openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout key.pem -out certificate.pem
            """)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        return try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: try NIOSSLCertificate.fromPEMFile("\(directory)/certificate.pem")
                    .map { .certificate($0) },
                privateKey: .privateKey(try NIOSSLPrivateKey(file: "\(directory)/key.pem", format: .pem))))
    }

    /// From the client: first it asks for TLS.
    private final class Questions: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let server: any Channel
        private let tls: NIOSSLContext
        private var isEncrypted = false

        init(to server: any Channel, _ tls: NIOSSLContext) {
            self.server = server
            self.tls = tls
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            guard isEncrypted else {
                isEncrypted = true
                context.channel.writeAndFlush(ByteBuffer(string: "S"), promise: nil)
                try? context.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls), position: .first)
                return
            }
            server.writeAndFlush(unwrapInboundIn(data), promise: nil)
        }

        func channelInactive(context: ChannelHandlerContext) {
            server.close(promise: nil)
        }
    }

    /// From the server: an answer is passed on when it is complete.
    private final class Answers: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let client: any Channel
        private var answer = ByteBuffer()
        /// ReadyForQuery, but for its last byte.
        private static let end: [UInt8] = [UInt8(ascii: "Z"), 0, 0, 0, 5]

        init(to client: any Channel) {
            self.client = client
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            var bytes = unwrapInboundIn(data)
            answer.writeBuffer(&bytes)
            guard answer.readableBytesView.suffix(6).prefix(5).elementsEqual(Self.end) else { return }
            let first = answer.readableBytes % RecordProxy.recordSize
            if let record = answer.readSlice(length: first), first > 0 { client.writeAndFlush(record, promise: nil) }
            while let record = answer.readSlice(length: RecordProxy.recordSize) {
                client.writeAndFlush(record, promise: nil)
            }
            answer.clear()
        }

        func channelInactive(context: ChannelHandlerContext) {
            client.close(promise: nil)
        }
    }
}
