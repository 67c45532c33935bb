#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif
import ArgumentParser
import OperationsWorker
import SwiftProtobuf

/// The request of an operation: JSON, `@file` or `@-` for standard input.
struct RequestOption: ExpressibleByArgument, Hashable, Sendable {
    let text: String

    init(argument: String) {
        text = argument
    }

    /// The payload, as ``TextPayload`` makes it.
    func payload() throws -> Google_Protobuf_Any {
        do throws(TextPayload.Fault) {
            return try TextPayload.json(bytes())
        } catch {
            throw CommandFailure(.usage, "--request: \(error.description)")
        }
    }

    private func bytes() throws(TextPayload.Fault) -> [UInt8] {
        guard text.hasPrefix("@") else { return Array(text.utf8) }
        let path = String(text.dropFirst())
        if path == "-" { return try read(0, path: "standard input") }
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw fault("open", path) }
        defer { close(file) }
        return try read(file, path: path)
    }

    private func read(_ file: Int32, path: String) throws(TextPayload.Fault) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = posixRead(file, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw fault("read", path) }
            guard count > 0 else { return bytes }
            bytes += buffer[..<count]
        }
    }

    private func fault(_ verb: String, _ path: String) -> TextPayload.Fault {
        TextPayload.Fault(description: "cannot \(verb) '\(path)': \(String(cString: strerror(errno))).")
    }
}

private func posixRead(_ file: Int32, _ bytes: UnsafeMutableRawPointer, _ count: Int) -> Int {
    read(file, bytes, count)
}
