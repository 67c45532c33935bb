import Logging
import PostgresClient
import Testing

@Suite(.needsPostgres, .timeLimit(.minutes(1)))
struct ListenerTests {
    private enum Event: Hashable {
        case connected
        case disconnected
        case heard(PostgresNotification)
    }

    private static let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// A channel of its own, with all that has to be quoted.
    private let channel = "Änderung \"\(UInt32.random(in: 0 ... .max))\" 'x'"

    private func withListener(
        _ configuration: PostgresConfiguration, _ body: (AsyncStream<Event>) async throws -> Void
    ) async throws {
        let listener = try PostgresListener(configuration, channel: channel, logger: Self.logger)
        let (events, continuation) = AsyncStream<Event>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group throws in
            group.addTask {
                await listener.listen {
                    continuation.yield(.connected)
                } onDisconnect: { _ in
                    continuation.yield(.disconnected)
                } onNotification: {
                    continuation.yield(.heard($0))
                }
            }
            try await body(events)
            // Ends although its thread waits for the server.
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    private func notify(_ payload: String) async throws -> Int32 {
        let channel = channel
        return try await TestServer.run { session in
            try session.ask("SELECT pg_notify($1, $2)") {
                $0.text(channel)
                $0.text(payload)
            }
            return session.backendPID
        }
    }

    @Test func hearsWhatIsToldAndByWhom() async throws {
        try await withListener(try TestServer.configuration()) { events in
            #expect(await events.next == .connected)
            for payload in ["", "ä 1", "2"] {
                let process = try await notify(payload)
                let notification = await events.next
                guard case .heard(let heard) = notification else { return #expect(Bool(false)) }
                #expect(heard.channel == channel)
                #expect(heard.payload == payload)
                #expect(heard.backendPID == process)
            }
        }
    }

    @Test func connectsAgainAndSaysSo() async throws {
        var configuration = try TestServer.configuration()
        let name = "listener \(UInt32.random(in: 0 ... .max))"
        configuration.applicationName = name
        try await withListener(configuration) { events in
            #expect(await events.next == .connected)
            for _ in 0..<2 {
                try await TestServer.run { session in
                    _ = try session.ask(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1"
                    ) { $0.text(name) }
                }
                #expect(await events.next == .disconnected)
                #expect(await events.next == .connected)
            }
            _ = try await notify("after that")
            guard case .heard(let heard) = await events.next else { return #expect(Bool(false)) }
            #expect(heard.payload == "after that")
        }
    }

    @Test func whatIsToldWhileTheListenerCatchesUpIsHeardAfterwards() async throws {
        let listener = try PostgresListener(try TestServer.configuration(), channel: channel, logger: Self.logger)
        let (events, continuation) = AsyncStream<Event>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group throws in
            group.addTask {
                await listener.listen {
                    for number in 0..<3 { _ = try? await notify("\(number)") }
                    continuation.yield(.connected)
                } onNotification: {
                    continuation.yield(.heard($0))
                }
            }
            #expect(await events.next == .connected)
            for number in 0..<3 {
                guard case .heard(let heard) = await events.next else { return #expect(Bool(false)) }
                #expect(heard.payload == "\(number)")
            }
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    @Test func goesOnTryingWhileThereIsNoServer() async throws {
        try await withListener(try PostgresConfiguration("postgres://127.0.0.1:1/x")) { events in
            for _ in 0..<3 { #expect(await events.next == .disconnected) }
        }
    }

    @Test(arguments: ["", "a\0", String(repeating: "a", count: 64)])
    func channelsThatThereCannotBeAreRefused(_ name: String) throws {
        let error = postgresError {
            try PostgresListener(try TestServer.configuration(), channel: name, logger: Self.logger)
        }
        #expect(error?.kind == .misuse)
    }
}

extension AsyncStream {
    fileprivate var next: Element? {
        get async {
            for await element in self { return element }
            return nil
        }
    }
}
