#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif
import NetworkDoor

/// The command line.
enum ListenArguments {
    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    static func places(_ arguments: some Sequence<String>) throws -> [ListenPlace] {
        var places: [ListenPlace] = []
        var rest = arguments.makeIterator()
        while let argument = rest.next() {
            guard argument == "--listen", let address = rest.next() else {
                throw Fault(description: "usage: door-test-service [--listen HOST:PORT | --listen unix:PATH]…")
            }
            places.append(try place(address))
        }
        return places.isEmpty ? [.tcp(host: "127.0.0.1", port: 0)] : places
    }

    private static func place(_ address: String) throws -> ListenPlace {
        if address.hasPrefix("unix:") { return .unix(path: String(address.dropFirst(5))) }
        guard let colon = address.lastIndex(of: ":"), let port = Int(address[address.index(after: colon)...]) else {
            throw Fault(description: "--listen takes HOST:PORT or unix:PATH, not \(address)")
        }
        let host = address[..<colon].filter { $0 != "[" && $0 != "]" }
        return .tcp(host: host, port: port)
    }
}

/// A line on standard output, at once: whoever started the process waits for it.
func say(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = write(STDOUT_FILENO, bytes, bytes.count)
}
