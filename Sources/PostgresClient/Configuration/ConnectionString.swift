/// A connection string that libpq can read.
struct ConnectionString: Sendable {
    /// With the password: for libpq alone.
    let text: String
    private let options: [String: String]
    private let fromEnvironment: [String: String]

    init(
        _ text: String, environment: (String) -> String? = ConnectionOptions.variable
    ) throws(PostgresError) {
        guard !text.utf8.contains(0) else { throw .misuse("The connection string has a NUL in it.") }
        guard text.hasPrefix("postgres://") || text.hasPrefix("postgresql://") || text.contains("=") else {
            throw .misuse(
                "The connection string is neither a URI (postgres://user@host/database) nor a list of settings "
                    + "(host=… dbname=…).")
        }
        guard !Self.hasSlashWithinPassword(text) else {
            throw .misuse(
                "The connection string has an @ behind the first /; a / within a password is written %2F, an @ in the "
                    + "name of a database %40.")
        }
        switch ConnectionOptions.parse(text, environment) {
        case .failure(let fault): throw .misuse(fault.sentence(mayQuote: !Self.mayHoldPassword(text)))
        case .success(let options):
            self.text = text
            self.options = options.given
            fromEnvironment = options.fromEnvironment
        }
        // What follows an @ within a password is taken for the host.
        guard !hosts.contains(where: { $0.contains("@") }) else {
            throw .misuse(
                "The host in the connection string has an @ in it; if it belongs to the password, write it as %40.")
        }
    }

    func isSetByEnvironment(_ keyword: String) -> Bool {
        fromEnvironment[keyword] != nil
    }

    /// What the string says, or else the environment; nil when neither does. Files of services are not looked into.
    func value(of keyword: String) -> String? {
        options[keyword] ?? fromEnvironment[keyword]
    }

    private var hosts: [Substring] {
        (options["host"] ?? options["hostaddr"] ?? "").split(separator: ",", omittingEmptySubsequences: false)
    }

    /// What follows a slash within a password would be taken for the database, and shown.
    private static func hasSlashWithinPassword(_ text: String) -> Bool {
        guard text.hasPrefix("postgres"), let start = text.firstRange(of: "://") else { return false }
        let path = text[start.upperBound...].prefix { $0 != "?" }.drop { $0 != "/" }
        return path.contains("@")
    }

    /// Where one would expect a password, even if the name of the option is misspelt.
    private static func mayHoldPassword(_ text: String) -> Bool {
        text.contains("pass") || text.contains("pw") || text.contains("@")
    }
}

extension ConnectionString: CustomStringConvertible {
    var description: String {
        let ports = (options["port"] ?? "").split(separator: ",", omittingEmptySubsequences: false)
        let places = hosts.enumerated().map { index, host in
            let port = ports.count == 1 ? ports.first : ports.dropFirst(index).first
            return port.map { $0.isEmpty ? "\(host)" : "\(host):\($0)" } ?? "\(host)"
        }
        return "postgres://\(places.joined(separator: ","))/\(options["dbname"] ?? "")"
    }
}
