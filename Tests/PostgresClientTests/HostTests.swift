import PostgresClient
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Which of several servers is taken, and how one makes sure that it is the right one.
@Suite(.needsPostgres, .timeLimit(.minutes(2)))
struct HostTests {
    private func open(_ hosts: [String], _ options: String) async throws -> String {
        let uri = "postgres://longrun@\(hosts.joined(separator: ","))/postgres?\(options)"
        return try await TestServer.withConnection(try PostgresConfiguration(uri)) { connection in
            try await connection.run { session in
                _ = try session.number("SELECT 1")
                return session.address
            }
        }
    }

    private var address: String {
        get throws {
            let rest = try #require(TestServer.uri?.split(separator: "@").last)
            return String(try #require(rest.split(separator: "/").first))
        }
    }

    @Test func aHostWhereNobodyListensIsPassedOver() async throws {
        #expect(try await open(["127.0.0.1:1", address], "") == address)
    }

    @Test func aHostThatDoesNotAnswerIsPassedOver() async throws {
        try await SilentHost.with { silent throws in
            #expect(try await open([silent, address], "connect_timeout=2") == address)
            let error = await postgresError { try await open([silent], "connect_timeout=2") }
            #expect(error?.kind == .cannotConnect)
            #expect(error?.message.contains("timeout expired") == true)
        }
    }

    @Test func allHostsAreNamedWhenNoneCanBeReached() async throws {
        let error = await postgresError { try await open(["127.0.0.1:1", "127.0.0.1:2"], "") }
        #expect(error?.kind == .cannotConnect)
        #expect(error?.nothingWasSent == true)
        for port in [1, 2] { #expect(error?.message.contains("port \(port) failed: Connection refused") == true) }
        #expect(error?.message.contains("\n") == false)
    }

    @Test func aServerWithoutTLSIsRefusedWhereTLSIsAskedFor() async throws {
        let error = await postgresError { try await open([address], "sslmode=require") }
        #expect(error?.kind == .cannotConnect)
        #expect(error?.message.contains("server does not support SSL, but SSL was required") == true)
    }

    @Test func theOneThatSuitsIsTakenAndKnownByItsCertificate() async throws {
        try await SecondServer.with { second throws in
            let both = [second.address, try address]
            #expect(try await open(both, "") == second.address)
            #expect(try await open(both, "target_session_attrs=read-write") == address)
            #expect(try await open(both.reversed(), "target_session_attrs=read-only") == second.address)
            let none = await postgresError { try await open([second.address], "target_session_attrs=read-write") }
            #expect(none?.message.contains("session is read-only") == true)

            let port = second.address.split(separator: ":").last ?? ""
            let verified = "hostaddr=127.0.0.1&sslmode=verify-full&sslrootcert=\(second.authority)"
            #expect(try await open(["localhost:\(port)"], verified) == "localhost:\(port)")
            let otherName = await postgresError { try await open(["db.example:\(port)"], verified) }
            #expect(otherName?.message.contains("does not match host name \"db.example\"") == true)
            let unknown = "hostaddr=127.0.0.1&sslmode=verify-full&sslrootcert=/nonexistent"
            let noAuthority = await postgresError { try await open(["localhost:\(port)"], unknown) }
            #expect(noAuthority?.kind == .cannotConnect)
            #expect(try await isEncrypted(second.address, "sslmode=require"))
            #expect(try await !isEncrypted(second.address, "sslmode=disable"))
        }
    }

    private func isEncrypted(_ address: String, _ options: String) async throws -> Bool {
        let uri = "postgres://longrun@\(address)/postgres?\(options)"
        return try await TestServer.withConnection(try PostgresConfiguration(uri)) { connection in
            try await connection.run { session in
                let seen = try session.ask("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")
                #expect(try seen?.first { $0.bool() } == session.isEncrypted)
                return session.isEncrypted
            }
        }
    }
}

/// Takes connections and says nothing on them.
private enum SilentHost {
    static func with(_ body: (String) async throws -> Void) async throws {
        #if canImport(Darwin)
        let listener = socket(AF_INET, SOCK_STREAM, 0)
        #else
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #endif
        defer { close(listener) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 8) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        try #require(isListening)
        try await body("127.0.0.1:\(UInt16(bigEndian: address.sin_port))")
    }
}
