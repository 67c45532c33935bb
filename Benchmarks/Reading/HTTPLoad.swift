import Foundation
import Synchronization

/// Sends one GET on each of its connections again and again, from a thread of its own: cheap enough that the server
/// is what is measured.
final class HTTPLoad: Sendable {
    private let sockets: [Int32]
    private let request: [UInt8]

    init(port: Int, path: String, connections: Int) throws {
        request = Array("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\r\n".utf8)
        sockets = try (0..<connections).map { _ in try Self.connect(port) }
    }

    deinit {
        for socket in sockets { close(socket) }
    }

    /// Answers per second.
    func rate(for span: Duration) async throws -> Double {
        try await withCheckedThrowingContinuation { continuation in
            Thread { continuation.resume(with: Result { try self.run(for: span) }) }.start()
        }
    }

    private func run(for span: Duration) throws -> Double {
        var length: Int?
        var pending = sockets.map { _ in 0 }
        var polled = sockets.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        var answers = 0
        let start = ContinuousClock.now
        for socket in sockets { try send(on: socket) }
        while ContinuousClock.now - start < span {
            guard poll(&polled, nfds_t(polled.count), 1_000) > 0 else { throw BenchmarkFault("no answer within 1 s") }
            for index in polled.indices where polled[index].revents != 0 {
                try receive(on: sockets[index], &pending[index], &length)
                guard let length, pending[index] >= length else { continue }
                pending[index] = 0
                answers += 1
                try send(on: sockets[index])
            }
        }
        let rate = Double(answers) / ((ContinuousClock.now - start) / .seconds(1))
        try drain(pending, length ?? 0)
        return rate
    }

    /// Every answer has the same length, which the first one tells.
    private func receive(on socket: Int32, _ pending: inout Int, _ length: inout Int?) throws {
        try withUnsafeTemporaryAllocation(byteCount: 16_384, alignment: 1) { buffer in
            let count = recv(socket, buffer.baseAddress, buffer.count, 0)
            guard count > 0 else { throw BenchmarkFault("the server closed a connection") }
            pending += count
            if length == nil { length = try Self.length(ofAnswer: buffer.prefix(count)) }
        }
    }

    private static func length(ofAnswer bytes: some Sequence<UInt8>) throws -> Int {
        let text = String(decoding: Array(bytes), as: UTF8.self)
        guard text.hasPrefix("HTTP/1.1 200"), let end = text.range(of: "\r\n\r\n"),
            let field = text.range(of: "content-length: ", options: .caseInsensitive),
            let body = Int(text[field.upperBound...].prefix { $0.isNumber })
        else { throw BenchmarkFault("an unexpected answer: \(text)") }
        return text[..<end.upperBound].utf8.count + body
    }

    /// Takes the answers that are still on their way, so that the next round begins with quiet connections.
    private func drain(_ pending: [Int], _ length: Int) throws {
        for (socket, count) in zip(sockets, pending) {
            var count = count
            var known: Int? = length
            while count < length { try receive(on: socket, &count, &known) }
        }
    }

    private func send(on socket: Int32) throws {
        guard Foundation.send(socket, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else {
            throw BenchmarkFault("a request could not be sent")
        }
    }

    private static func connect(_ port: Int) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let result = withUnsafePointer(to: address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Foundation.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw BenchmarkFault("cannot connect to port \(port)") }
        return descriptor
    }
}
