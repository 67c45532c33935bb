import Foundation
import PostgresClient
import Testing

/// One more PostgreSQL, for what cannot be tried on the shared one: it only reads, and speaks TLS with a certificate
/// for `localhost` by an authority of its own.
struct SecondServer {
    /// `host:port`
    let address: String
    /// The certificate of its authority.
    let authority: String

    static func with(_ body: (SecondServer) async throws -> Void) async throws {
        let directory = FileManager.default.temporaryDirectory.path + "/longrun-second-\(UInt32.random(in: 0 ... .max))"
        let scripts = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/../../scripts"
        let uri = try await Shell.run("\(scripts)/postgres-up --fast \(directory)")
        do {
            try await Shell.run(certificates(in: directory))
            let configuration = try PostgresConfiguration(uri)
            try await TestServer.withConnection(configuration) { connection in
                try await connection.run { session in
                    for setting in ["ssl_cert_file = 'server.pem'", "ssl_key_file = 'server.key'", "ssl = on"] {
                        try session.execute("ALTER SYSTEM SET \(setting)", within: .seconds(20))
                    }
                    try session.execute("ALTER SYSTEM SET default_transaction_read_only = on", within: .seconds(20))
                    try session.execute("SELECT pg_reload_conf()", within: .seconds(20))
                }
            }
            let address = uri.split(separator: "@").last?.split(separator: "/").first.map(String.init)
            let server = SecondServer(address: try #require(address), authority: "\(directory)/data/authority.pem")
            try await server.untilReloaded(uri)
            try await body(server)
        } catch {
            Issue.record(error)
        }
        try await Shell.run("\(scripts)/postgres-down \(directory)")
    }

    /// A reload is not waited for by who asks for it.
    private func untilReloaded(_ uri: String) async throws {
        let configuration = try PostgresConfiguration(uri + "?sslmode=require&target_session_attrs=read-only")
        while true {
            try Task.checkCancellation()
            do {
                return try await PostgresConnection.open(configuration).close()
            } catch  where error.kind == .cannotConnect {
                await Task.yield()
            }
        }
    }

    /// The key must belong to whom the data belongs.
    private static func certificates(in directory: String) -> String {
        """
        cd \(directory)/data
        openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=longrun -keyout authority.key -out authority.pem
        openssl req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout server.key -out server.csr
        echo subjectAltName=DNS:localhost >names
        openssl x509 -req -in server.csr -CA authority.pem -CAkey authority.key -CAcreateserial -days 2 -extfile names \
            -out server.pem
        chmod 600 server.key
        chown --reference=. server.key server.pem
        """
    }
}
