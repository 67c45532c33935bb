import Testing

@testable import PostgresClient

struct ConnectionStringTests {
    @Test(arguments: [
        ("postgres://one:5433/db", "postgres://one:5433/db"),
        (
            "postgresql://user:secret@one,two:7/db?target_session_attrs=read-write&sslmode=verify-full",
            "postgres://one,two:7/db"
        ),
        ("host=one,two port=5433 dbname=db password='se cret'", "postgres://one:5433,two:5433/db"),
        ("postgres:///db?host=/run/postgresql", "postgres:///run/postgresql/db"),
        ("postgres://", "postgres:///"),
    ])
    func isShownWithoutItsPassword(_ text: String, _ shown: String) throws {
        let configuration = try PostgresConfiguration(text)
        #expect("\(configuration)" == shown)
        #expect(String(reflecting: configuration).contains(shown))
        var dumped = ""
        dump(configuration, to: &dumped)
        #expect(!dumped.contains("secret") && !dumped.contains("se cret"))
    }

    @Test(arguments: [
        (
            "",
            "The connection string is neither a URI (postgres://user@host/database) nor a list of settings (host=… dbname=…)."
        ),
        (
            "longrun",
            "The connection string is neither a URI (postgres://user@host/database) nor a list of settings (host=… dbname=…)."
        ),
        ("host=one hots=two", "The connection string cannot be read: invalid connection option \"hots\"."),
        (
            "postgres://one/db?sslmod=require",
            "The connection string cannot be read: invalid URI query parameter: \"sslmod\"."
        ),
    ])
    func whatCannotBeReadIsExplained(_ text: String, _ sentence: String) {
        let error = postgresError { try PostgresConfiguration(text) }
        #expect(error?.kind == .misuse)
        #expect(error?.message == sentence)
    }

    /// libpq quotes what it cannot read.
    @Test(arguments: [
        "postgres://user:S3CRET@host:port@x/y:z?[", "postgres://user:S3CRET%zz@host/db",
        "postgres://user:5432/S3CRET@host/db",
        "postgres://user:S3CRET@[::1/db", "postgres://user:p@S3CRET@host/db", "host=x password=a S3CRET=b",
        "host=x password=a S3CRET", "host=x password='S3CRET", "passwd=S3CRET",
        "postgres://user:p/S3CRET@host/db?a=b=c",
        "postgres://u:S3CRET@h/db?x", "password=S3CRET\0", "host=x pw = S3CRET y", "postgres://u:S3CRET%00@h/db",
    ])
    func noPartOfAPasswordIsEverShown(_ text: String) {
        let error = postgresError { try PostgresConfiguration(text) }
        #expect(error?.kind == .misuse)
        #expect(error.map { "\($0)".contains("S3CRET") } == false)
    }

    @Test func whatTheStringLeavesOpenComesFromTheEnvironment() throws {
        let keyword = "target_session_attrs"
        func value(_ text: String, _ variable: String?) throws -> String? {
            let string = try ConnectionString(text) { $0 == "PGTARGETSESSIONATTRS" ? variable : nil }
            return string.value(of: keyword)
        }
        #expect(try value("host=one", nil) == nil)
        #expect(try value("host=one", "standby") == "standby")
        #expect(try value("postgres://one,two/db?\(keyword)=primary", "standby") == "primary")
        // Only as an option: not in a password, and not in the name of a database.
        #expect(try value("postgres://a:target_session_attrs@one/target_session_attrs", nil) == nil)
    }

    @Test func whichServersAreTakenCanBeSetAfterwards() throws {
        var configuration = try PostgresConfiguration("host=one target_session_attrs=any")
        #expect(configuration.targetSessionAttributes == "any")
        configuration.targetSessionAttributes = "read-write"
        // The last goes before all others.
        #expect(configuration.parameters.last.map { "\($0)=\($1)" } == "target_session_attrs=read-write")
    }

    @Test func ourDefaultsStandBeforeWhatTheStringSays() throws {
        var configuration = try PostgresConfiguration("host=one connect_timeout=9")
        configuration.connectTimeout = .milliseconds(1)
        let parameters = configuration.parameters
        let names = parameters.map(\.keyword).filter { $0 != "target_session_attrs" }
        #expect(parameters.first { $0.keyword == "connect_timeout" }?.value == "2")
        #expect(parameters.first { $0.keyword == "tcp_user_timeout" }?.value == "15000")
        #expect(Array(names.suffix(2)) == ["dbname", "client_encoding"])
        #expect(parameters.first { $0.keyword == "dbname" }?.value == "host=one connect_timeout=9")
    }
}
