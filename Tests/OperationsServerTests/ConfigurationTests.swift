import OperationsCore
import OperationsEngine
import Testing

@testable import OperationsServer

@Suite struct ConfigurationTests {
    private func parse(_ yaml: String) throws(ServerStartError) -> ServerConfiguration {
        try ServerConfiguration.parse(yaml, file: "longrun.yaml")
    }

    @Test func everythingCanBeSet() throws {
        let configuration = try parse(
            """
            listen: 0.0.0.0:80
            grpcListen: "[::1]:9000"
            store: "memory:"
            shutdownTimeout: 3s
            log: {level: debug, format: json}
            operations:
              lease: 45s
              ttl: 7d
              tombstone: 1h
              longestWait: 500ms
              pageSize: 10
              retry: {maxAttempts: 3, initialBackoff: 2s, maxBackoff: 1m, backoffMultiplier: 1.5}
            limits: {maxRequestBytes: 1_048_576, maxConcurrentStreams: 5000, queuedTime: 4s}
            """)
        #expect(configuration.listen == "0.0.0.0:80" && configuration.grpcListen == "[::1]:9000")
        #expect(
            configuration.engine.leaseDuration == .seconds(45) && configuration.engine.timeToLive == .seconds(604_800))
        #expect(
            configuration.engine.longestWait == .milliseconds(500) && configuration.engine.retryPolicy.maxAttempts == 3)
        #expect(configuration.maxRequestBytes == 1_048_576 && configuration.logFormat == .json)
        #expect(configuration.engine.longestQueueTime == .seconds(4))
    }

    @Test func queuesHaveATimeToLiveOfTheirOwn() throws {
        let queues = try parse(
            """
            operations: {ttl: 14d}
            queues:
              reports: {ttl: 7d}
              "2024": {ttl: 0s}
              e-mails@example.com: {}
            """
        ).engine
        #expect(queues.queueTimeToLive == ["reports": .seconds(7 * 86_400), "2024": .zero])
        #expect(queues.timeToLive == .seconds(14 * 86_400))
        #expect(try parse("").engine.queueTimeToLive.isEmpty)
    }

    @Test func theUseOfPostgreSQLCanBeSet() throws {
        let settings = try parse(
            """
            store: postgres://longrun@db/longrun
            postgres: {schema: jobs_2, connections: 20, changes: poll, pollInterval: 50ms, migrate: false}
            """
        ).postgres
        #expect(settings.schema == "jobs_2" && settings.connections == 20 && !settings.migrates)
        #expect(settings.changes == .poll && settings.pollInterval == .milliseconds(50))
        #expect(try parse("").postgres == PostgresSettings())
    }

    @Test func anEmptyFileGivesTheDefaults() throws {
        #expect(try parse("").listen == "127.0.0.1:8080")
        #expect(try ServerConfiguration.load(file: nil).engine.timeToLive == .seconds(30 * 86_400))
    }

    @Test(arguments: [
        "lissten: a", "operations: {leese: 3s}", "operations: {lease: 3}", "operations: {lease: 2h}", "operations: 5",
        "limits: {maxRequestBytes: lots}", "log: {level: loud}", "postgres: {schema: a-b}",
        "postgres: {schema: 1a}", "postgres: {schema: pg_a}", "postgres: {schema: ''}", "postgres: {connections: 3}",
        "postgres: {changes: never}",
        "postgres: {migrate: maybe}", "postgres: {pollInterval: 1ms}", "postgres: {pool: 3}", "a: [", "- x",
        "queues: {reports: {ttl: 7}}",
        "queues: {reports: {keep: 7d}}", "queues: {reports: 7d}", "queues: {a/b: {ttl: 7d}}", "queues: {'': {ttl: 7d}}",
        "queues: {[a]: {ttl: 7d}}", "queues: [reports]",
    ])
    func wrongFilesAreRefusedInOneSentence(_ yaml: String) {
        do throws(ServerStartError) {
            _ = try parse(yaml)
            Issue.record("accepted")
        } catch {
            #expect(error.description.contains("longrun.yaml"))
        }
    }

    @Test func addressesAreRead() throws {
        #expect(try ListenAddress("localhost:80", option: "--listen").host == "127.0.0.1")
        #expect(try ListenAddress("[::1]:80", option: "--listen").host == "::1")
        #expect(try ListenAddress(":80", option: "--listen").host == "0.0.0.0")
        #expect(throws: ServerStartError.self) { try ListenAddress("80", option: "--listen") }
        #expect(throws: ServerStartError.self) { try ListenAddress("a:99999", option: "--listen") }
    }
}
