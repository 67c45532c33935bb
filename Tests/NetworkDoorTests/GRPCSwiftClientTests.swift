import GRPCCore
import GRPCNIOTransportHTTP2Posix
import NIOCore
import NetworkDoor
import Testing

/// The interoperability cases, with grpc-swift's client as it is.
@Suite(.timeLimit(.minutes(1))) struct GRPCSwiftClientTests {
    /// More than fits into the windows of HTTP/2 that both sides begin with.
    private static let large = [UInt8](repeating: 7, count: 1_000_000)

    private static func services(cancelled: AsyncStream<Void>.Continuation? = nil) -> DoorServices {
        var services = DoorServices()
        services.unary("/test.Echo/Unary") { call in
            .now(
                GRPCAnswer(
                    call.message, initialMetadata: call.fields.echo("initial"),
                    trailingMetadata: call.fields.echo("trailing-bin") + [
                        ("compressed", String(call.isCompressed)),
                        ("length", String(call.fields.binary("trailing-bin")?.count ?? 0)),
                    ]))
        }
        services.unary("/test.Echo/Fail") { _ in .failure(GRPCStatus(.notFound, "Nothing is here: ☺\n")) }
        services.unary("/test.Echo/Later") { call in
            let message = call.message
            return .later { .success(GRPCAnswer(message)) }
        }
        services.unary("/test.Echo/Held") { call in
            call.hold().whenCancelled { cancelled?.yield() }
            return .held
        }
        services.streaming("/test.Echo/Both") { call in
            call.responses.send(initialMetadata: call.fields.echo("initial"))
            call.responses.set(trailingMetadata: call.fields.echo("trailing-bin"))
            for try await message in call.requests { try await call.responses.write(message) }
        }
        services.streaming("/test.Echo/Count") { call in
            var count = 0
            for try await message in call.requests { count += message.readableBytes }
            try await call.responses.write(ByteBuffer(string: String(count)))
        }
        services.streaming("/test.Echo/Endless") { call in
            do {
                while true { try await call.responses.write(ByteBuffer(bytes: large)) }
            } catch {
                cancelled?.yield()
                throw error
            }
        }
        services.streaming("/test.Echo/FailLate") { call in
            try await call.responses.write(ByteBuffer(string: "first"))
            throw GRPCStatus(.dataLoss, "It broke.", details: [8, 15])
        }
        return services
    }

    // MARK: One request, one answer

    @Test(arguments: ["Unary", "Later"]) func unary(method: String) async throws {
        try await withSwiftClient(of: Self.services()) { client in
            for message in [[], [1, 2, 3], Self.large] {
                let answer = try await client.message(method, message)
                #expect(answer == message)
            }
        }
    }

    @Test func metadata() async throws {
        let bytes = [UInt8](0...255)
        let sent: Metadata = ["initial": "a value", "trailing-bin": .binary(bytes)]
        try await withSwiftClient(of: Self.services()) { client in
            let answer = try await client.unary("Unary", metadata: sent)
            #expect(Array(answer.metadata[stringValues: "initial"]) == ["a value"])
            #expect(Array(answer.trailingMetadata[binaryValues: "trailing-bin"]) == [bytes])
            #expect(Array(answer.trailingMetadata[stringValues: "length"]) == ["256"])
        }
    }

    @Test func errorStatus() async throws {
        try await withSwiftClient(of: Self.services()) { client in
            let error = await #expect(throws: RPCError.self) { try await client.message("Fail") }
            #expect(error?.code == .notFound)
            #expect(error?.message == "Nothing is here: ☺\n")
        }
    }

    @Test func unimplementedMethod() async throws {
        try await withSwiftClient(of: Self.services()) { client in
            let error = await #expect(throws: RPCError.self) { try await client.message("Nothing") }
            #expect(error?.code == .unimplemented)
        }
    }

    @Test func manyAtOnce() async throws {
        try await withSwiftClient(of: Self.services()) { client in
            try await withThrowingTaskGroup { tasks in
                for number in 0..<200 {
                    tasks.addTask {
                        let message = Array("call \(number)".utf8)
                        let answer = try await client.message("Unary", message)
                        #expect(answer == message)
                    }
                }
                try await tasks.waitForAll()
            }
        }
    }

    /// A refused request leaves the connection as it was.
    @Test func tooLargeRequests() async throws {
        let message = [UInt8](repeating: 0, count: 20 * 1_024 * 1_024)
        try await withSwiftClient(of: Self.services()) { client in
            for _ in 0..<10 {
                let error = await #expect(throws: RPCError.self) { try await client.message("Unary", message) }
                #expect(error?.code == .resourceExhausted)
                let answer = try await client.message("Unary", Self.large)
                #expect(answer == Self.large)
            }
        }
    }

    // MARK: Streams

    @Test func clientStreaming() async throws {
        try await withSwiftClient(of: Self.services()) { client in
            let count = try await client.stream("Count") { writer in
                for size in [27_182, 8, 1_828, 45_904] { try await writer.write(.init(repeating: 0, count: size)) }
            } _: { response in
                try await response.messages.reduce(into: [UInt8]()) { $0 += $1 }
            }
            #expect(String(decoding: count, as: UTF8.self) == "74922")
        }
    }

    @Test func pingPong() async throws {
        let (answers, answered) = AsyncStream<Void>.makeStream()
        let sizes = [31_415, 9, 2_653, 1_000_000]
        try await withSwiftClient(of: Self.services()) { client in
            let received = try await client.stream("Both", metadata: ["trailing-bin": .binary([0xAB])]) { writer in
                var next = answers.makeAsyncIterator()
                for size in sizes {
                    try await writer.write(.init(repeating: 1, count: size))
                    await next.next()
                }
            } _: { response in
                var received: [Int] = []
                for try await message in response.messages {
                    received.append(message.count)
                    answered.yield()
                }
                return received
            }
            #expect(received == sizes)
        }
    }

    @Test func emptyStream() async throws {
        try await withSwiftClient(of: Self.services()) { client in
            let count = try await client.stream("Both") { _ in
            } _: { response in
                try await response.messages.reduce(0) { count, _ in count + 1 }
            }
            #expect(count == 0)
        }
    }

    @Test func metadataOfStreams() async throws {
        let sent: Metadata = ["initial": "a value", "trailing-bin": .binary([0xAB, 0xAB, 0xAB])]
        try await withSwiftClient(of: Self.services()) { client in
            let (initial, trailing) = try await client.stream("Both", metadata: sent) { writer in
                try await writer.write([1])
            } _: { response in
                var trailing: Metadata = [:]
                for try await case .trailingMetadata(let fields) in response.bodyParts { trailing = fields }
                return (response.metadata, trailing)
            }
            #expect(Array(initial[stringValues: "initial"]) == ["a value"])
            #expect(Array(trailing[binaryValues: "trailing-bin"]) == [[0xAB, 0xAB, 0xAB]])
        }
    }

    @Test func errorAfterTheFirstAnswer() async throws {
        try await withSwiftClient(of: Self.services()) { client in
            let (received, error) = try await client.stream("FailLate") { _ in
            } _: { response in
                var received: [[UInt8]] = []
                do {
                    for try await message in response.messages { received.append(message) }
                } catch let error as RPCError {
                    return (received, error as RPCError?)
                }
                return (received, nil)
            }
            #expect(received == [Array("first".utf8)])
            #expect(error?.code == .dataLoss)
            #expect(error?.message == "It broke.")
            #expect(error.map { Array($0.metadata[binaryValues: "grpc-status-details-bin"]) } == [[8, 15]])
        }
    }

    // MARK: Calls that end early

    @Test func deadline() async throws {
        let (cancels, cancelled) = AsyncStream<Void>.makeStream()
        var options = CallOptions.defaults
        options.timeout = .milliseconds(200)
        try await withSwiftClient(of: Self.services(cancelled: cancelled)) { [options] client in
            // Once connected, the call reaches the door well before its deadline.
            _ = try await client.message("Unary")
            let error = await #expect(throws: RPCError.self) {
                try await client.message("Held", options: options)
            }
            #expect(error?.code == .deadlineExceeded)
            for await _ in cancels { break }
        }
    }

    @Test func cancelAfterTheFirstAnswer() async throws {
        let (cancels, cancelled) = AsyncStream<Void>.makeStream()
        let (answers, answered) = AsyncStream<Void>.makeStream()
        try await withSwiftClient(of: Self.services(cancelled: cancelled)) { client in
            await withThrowingTaskGroup { tasks in
                tasks.addTask {
                    try await client.stream("Endless") { _ in
                    } _: { response in
                        for try await message in response.messages where message.count == Self.large.count {
                            answered.yield()
                        }
                    }
                }
                for await _ in answers { break }
                tasks.cancelAll()
                await #expect(throws: (any Error).self) { try await tasks.waitForAll() }
            }
            for await _ in cancels { break }
            let answer = try await client.message("Unary", [1])
            #expect(answer == [1])
        }
    }

    // MARK: Compression

    private static let gzipped = HTTP2ClientTransport.Posix.Config.defaults {
        $0.compression = .init(algorithm: .gzip, enabledAlgorithms: .gzip)
    }

    @Test(arguments: [3, 1_000_000]) func gzip(size: Int) async throws {
        let message = [UInt8](repeating: 7, count: size)
        try await withSwiftClient(of: Self.services(), config: Self.gzipped) { client in
            let answer = try await client.unary("Unary", message)
            let received = try answer.message
            #expect(received == message)
            #expect(Array(answer.trailingMetadata[stringValues: "compressed"]) == ["true"])
        }
    }

    @Test func gzipStreams() async throws {
        try await withSwiftClient(of: Self.services(), config: Self.gzipped) { client in
            let count = try await client.stream("Both") { writer in
                for _ in 0..<3 { try await writer.write(Self.large) }
            } _: { response in
                try await response.messages.reduce(0) { $0 + $1.count }
            }
            #expect(count == 3 * Self.large.count)
        }
    }

    /// The door knows gzip alone; it says so, and the call is over.
    @Test func deflate() async throws {
        let config = HTTP2ClientTransport.Posix.Config.defaults {
            $0.compression = .init(algorithm: .deflate, enabledAlgorithms: [.deflate, .gzip])
        }
        try await withSwiftClient(of: Self.services(), config: config) { client in
            let error = await #expect(throws: RPCError.self) { try await client.message("Unary", [1]) }
            #expect(error?.code == .unimplemented)
        }
    }
}

extension HeaderFields {
    fileprivate func echo(_ name: String) -> MetadataFields {
        values(name).map { (name, $0) }
    }
}
