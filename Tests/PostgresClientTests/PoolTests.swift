import Logging
import PostgresClient
import Synchronization
import Testing

@Suite(.needsPostgres)
struct PoolTests {
    private let limit = Duration.seconds(20)

    private func pool(
        _ configuration: PostgresConfiguration? = nil, _ change: (inout PostgresPoolLimits) -> Void = { _ in }
    ) throws -> PostgresPool {
        var limits = PostgresPoolLimits()
        change(&limits)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        return PostgresPool(try configuration ?? TestServer.configuration(), limits: limits, logger: logger)
    }

    @Test func manyCallersShareFewConnections() async throws {
        let pool = try pool {
            $0.size = 3
            $0.wait = .seconds(60)
        }
        let processes = try await withThrowingTaskGroup(of: Int32.self) { group throws in
            for _ in 0..<100 {
                group.addTask {
                    try await pool.run { session in
                        _ = try session.number("SELECT 1")
                        return session.backendPID
                    }
                }
            }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect((1...3).contains(processes.count))
        #expect(pool.load.leased == 0)
        await pool.shutdown()
        let error = await postgresError { try await pool.run { $0.backendPID } }
        #expect(error?.kind == .closed)
    }

    @Test func whoFindsAllTakenIsRefusedAfterAWhile() async throws {
        let pool = try pool {
            $0.size = 1
            $0.waiters = 1
            $0.wait = .milliseconds(50)
        }
        try await withTakenConnection(of: pool) {
            let errors = await withTaskGroup(of: PostgresError?.self) { group in
                for _ in 0..<2 { group.addTask { await postgresError { try await pool.run { $0.backendPID } } } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(errors.allSatisfy { $0?.kind == .busy && $0?.nothingWasSent == true })
            // One waited in vain, and one found somebody waiting already.
            #expect(Set(errors.map { $0?.message.contains("within") }) == [true, false])
        }
        #expect(try await pool.run { try $0.number("SELECT 1") } == 1)
    }

    @Test func aCancelledCallerLeavesTheQueue() async throws {
        let pool = try pool { $0.size = 1 }
        try await withTakenConnection(of: pool) {
            await withTaskGroup(of: Void.self) { waiting in
                waiting.addTask {
                    await #expect(throws: CancellationError.self) { try await pool.run { $0.backendPID } }
                }
                while pool.load.waiting == 0 { await Task.yield() }
                waiting.cancelAll()
            }
            #expect(pool.load.waiting == 0)
            #expect(pool.load.leased == 1)
        }
    }

    @Test func aConnectionThatDiedWhileItRestedHurtsNobody() async throws {
        let pool = try pool { $0.size = 1 }
        let first = try await pool.run { $0.backendPID }
        try await TestServer.run { _ = try $0.ask("SELECT pg_terminate_backend($1, 10000)") { $0.int32(first) } }
        let second = try await pool.run { session in
            _ = try session.number("SELECT 1")
            return session.backendPID
        }
        #expect(first != second)
    }

    @Test func aTransactionThatWasLeftOpenIsRolledBackWithItsConnection() async throws {
        let pool = try pool { $0.size = 1 }
        let first = try await pool.run { session in
            try session.execute("BEGIN", within: .seconds(20))
            return session.backendPID
        }
        #expect(pool.load.idle == 0)
        let second = try await pool.run { session in
            #expect(session.transactionStatus == .idle)
            return session.backendPID
        }
        #expect(first != second)
    }

    @Test func cancellingTheTaskCancelsTheStatementAndClosesTheConnection() async throws {
        let pool = try pool { $0.size = 1 }
        let began = AsyncStream<Int32>.makeStream()
        let clock = ContinuousClock()
        let time = try await clock.measure {
            try await withThrowingTaskGroup(of: Void.self) { group throws in
                group.addTask {
                    await #expect(throws: CancellationError.self) {
                        try await pool.run(onCancel: .cancelQuery) { session in
                            began.continuation.yield(session.backendPID)
                            _ = try session.ask("SELECT pg_sleep(90)", within: .seconds(120))
                        }
                    }
                }
                for await _ in began.stream { break }
                group.cancelAll()
                try await group.waitForAll()
            }
        }
        #expect(time < .seconds(60))
        #expect(pool.load.idle == 0 && pool.load.leased == 0)
        #expect(try await pool.run { try $0.number("SELECT 1") } == 1)
    }

    @Test func withoutThatACancelledBodyRunsToItsEnd() async throws {
        let pool = try pool { $0.size = 1 }
        let began = AsyncStream<Void>.makeStream()
        try await withThrowingTaskGroup(of: Int64?.self) { group throws in
            group.addTask {
                try await pool.run { session in
                    began.continuation.yield()
                    return try session.number("SELECT 7 FROM pg_sleep(0.2)")
                }
            }
            for await _ in began.stream { break }
            group.cancelAll()
            #expect(try await group.next() == 7)
        }
        #expect(pool.load.idle == 1)
    }

    @Test func withoutAServerEverybodyIsRefusedAtOnceWithTheReason() async throws {
        let pool = try pool(try PostgresConfiguration("postgres://nobody@127.0.0.1:1/x")) {
            $0.firstBackoff = .seconds(60)
            $0.longestBackoff = .seconds(60)
        }
        let first = await postgresError { try await pool.run { $0.backendPID } }
        #expect(first?.kind == .cannotConnect)
        #expect(first?.message.contains("Connection refused") == true)
        #expect(!pool.isReachable)
        let time = await ContinuousClock().measure {
            for _ in 0..<100 {
                let error = await postgresError { try await pool.run { $0.backendPID } }
                #expect(error == first)
            }
        }
        #expect(time < .seconds(1))
    }

    @Test func upkeepFindsOutByItselfThatTheServerIsThere() async throws {
        let pool = try pool { $0.checkInterval = .milliseconds(10) }
        try await withThrowingTaskGroup(of: Void.self) { group throws in
            group.addTask { await pool.run() }
            while pool.load.idle == 0 { await Task.yield() }
            let process = try await pool.run { $0.backendPID }
            // A connection that dies while it rests is replaced before anybody needs it.
            try await TestServer.run { _ = try $0.ask("SELECT pg_terminate_backend($1, 10000)") { $0.int32(process) } }
            var other = process
            while other == process {
                while pool.load.idle == 0 { await Task.yield() }
                other = try await pool.run { $0.backendPID }
            }
            group.cancelAll()
        }
        await pool.shutdown()
        #expect(pool.load.idle == 0)
    }

    @Test func aStatementWhoseTableHasChangedIsPreparedAnewOnANewConnection() async throws {
        let pool = try pool { $0.size = 1 }
        let table = "changing_\(UInt32.random(in: 0 ... .max))"
        let all = PostgresStatement(name: "all", sql: "SELECT * FROM \(table)")
        let read: @Sendable (PostgresSession) throws -> [Int64] = { session in
            session.queue(all)
            return try session.flush(within: .seconds(20))[0].all { $0.int() }
        }
        try await TestServer.run { try $0.execute("CREATE TABLE \(table) (a int8)", within: .seconds(20)) }
        #expect(try await pool.run(read) == [])
        try await TestServer.run {
            try $0.execute("ALTER TABLE \(table) ADD COLUMN b int8", within: .seconds(20))
        }
        let error = await postgresError { try await pool.run(read) }
        #expect(error?.kind == .server(.featureNotSupported))
        #expect(try await pool.run(read) == [])
        try await TestServer.run { try $0.execute("DROP TABLE \(table)", within: .seconds(20)) }
    }
}
