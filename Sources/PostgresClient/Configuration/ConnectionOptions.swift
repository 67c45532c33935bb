import CLibPQ

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The options that a connection string gives, as libpq reads them.
struct ConnectionOptions {
    /// What libpq says about a string that it cannot read. It quotes the string, so it is told on with care.
    struct Fault: Error {
        private let message: String

        init(_ message: String) {
            self.message = message
        }

        func sentence(mayQuote: Bool) -> String {
            if mayQuote { return "The connection string cannot be read: \(message)." }
            return "The connection string cannot be read: \(kind). (It is not shown, as it may hold a password.)"
        }

        private var kind: String {
            let kinds = [
                ("invalid connection option", "it has an option that libpq does not know"),
                ("invalid URI query parameter", "it has an option behind the ? that libpq does not know"),
                ("missing \"=\"", "an option has no = behind it; a value with spaces stands in 'single quotes'"),
                ("unterminated quoted", "a quoted value does not end"),
                ("percent-encoded", "a % is not followed by two hexadecimal digits (a % itself is written %25)"),
                ("forbidden value %00", "%00 may not stand in it"),
                ("missing \"]\"", "an IPv6 address has no closing bracket"),
                ("IPv6 host address may not be empty", "an IPv6 address is empty"),
                ("missing key/value separator", "an option behind the ? has no ="),
                ("extra key/value separator", "an option behind the ? has more than one ="),
                (
                    "unexpected character",
                    "it is no well-formed URI; in user, password and host each of : / @ ? # % is percent-encoded"
                ),
            ]
            return kinds.first { message.contains($0.0) }?.1 ?? "it is not well-formed"
        }
    }

    private(set) var given: [String: String] = [:]
    /// Options that the string leaves open and a variable of the environment sets.
    private(set) var fromEnvironment: [String: String] = [:]

    /// - Parameter environment: the value of a variable.
    static func parse(_ text: String, _ environment: (String) -> String?) -> Result<ConnectionOptions, Fault> {
        var message: UnsafeMutablePointer<CChar>?
        guard let first = PQconninfoParse(text, &message) else {
            defer { PQfreemem(message) }
            let words = message.map { String(cString: $0) } ?? "out of memory"
            return .failure(Fault(words.onOneLine()))
        }
        defer { PQconninfoFree(first) }
        var options = ConnectionOptions()
        var next = first
        while let keyword = next.pointee.keyword {
            options.add(String(cString: keyword), next.pointee, environment)
            next += 1
        }
        return .success(options)
    }

    private mutating func add(
        _ keyword: String, _ option: PQconninfoOption, _ environment: (String) -> String?
    ) {
        if let value = option.val {
            given[keyword] = String(cString: value)
        } else if let variable = option.envvar, let value = environment(String(cString: variable)) {
            fromEnvironment[keyword] = value
        }
    }

    static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }
}
