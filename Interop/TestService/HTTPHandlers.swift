import NIOCore
import NetworkDoor

/// What is served beside gRPC.
///
/// | path | answer |
/// |---|---|
/// | `GET /hello` | a line of text |
/// | `POST /echo` | the body of the request |
/// | `GET /bytes?size=N` | so many zeros |
/// | `GET /stream?count=N&size=M` | N pieces of M bytes, as fast as the client takes them |
/// | `GET /slow` | held until `POST /release` |
/// | `POST /release` | how many `/slow` it has let go |
/// | `GET /counts?cancelled=N` | what became of streams and of `/slow`; held until so many were cancelled |
struct HTTPHandlers: Sendable {
    let ledger: Ledger
    private let waitingRoom = WaitingRoom()

    func answer(_ request: HTTPRequestCall) -> HTTPReply {
        switch (request.method, request.path) {
        case ("GET", "/hello"), ("HEAD", "/hello"):
            .now(HTTPResponse(status: 200, contentType: "text/plain; charset=UTF-8", text: "hello\n"))
        case ("POST", "/echo"): .now(echo(request))
        case ("GET", "/bytes"): .now(bytes(request.number("size") ?? 0))
        case ("GET", "/stream"): .now(stream(request.number("count") ?? 10, request.number("size") ?? 1_024))
        case ("GET", "/slow"): slow(request)
        case ("POST", "/release"):
            .now(HTTPResponse(status: 200, contentType: "text/plain", text: "\(waitingRoom.release())\n"))
        case ("GET", "/counts"): counts(request)
        default: .now(HTTPResponse(status: 404, contentType: "text/plain", text: "There is nothing here.\n"))
        }
    }

    private func echo(_ request: HTTPRequestCall) -> HTTPResponse {
        let type = request.fields["content-type"] ?? "application/octet-stream"
        return HTTPResponse(status: 200, fields: [("content-type", type)], body: .bytes(request.body))
    }

    private func bytes(_ size: Int) -> HTTPResponse {
        let zeros = ByteBuffer(repeating: 0, count: max(0, size))
        return HTTPResponse(
            status: 200, fields: [("content-type", "application/octet-stream")], body: .bytes(zeros))
    }

    private func stream(_ count: Int, _ size: Int) -> HTTPResponse {
        let piece = ByteBuffer(repeating: UInt8(ascii: "x"), count: max(0, size))
        return HTTPResponse(
            status: 200, fields: [("content-type", "application/octet-stream")],
            body: .stream { [ledger] writer in
                ledger.note { $0.started += 1 }
                do {
                    for _ in 0..<max(0, count) { try await writer.write(piece) }
                    ledger.note { $0.ended += 1 }
                } catch {
                    ledger.note { $0.cancelled += 1 }
                    throw error
                }
            })
    }

    private func slow(_ request: HTTPRequestCall) -> HTTPReply {
        let held = request.hold()
        let ticket = waitingRoom.enter { [ledger] in
            ledger.note { $0.ended += 1 }
            held.answer(HTTPResponse(status: 200, contentType: "text/plain", text: "released\n"))
        }
        ledger.note { $0.started += 1 }
        held.whenCancelled { [ledger, waitingRoom] in
            waitingRoom.leave(ticket)
            ledger.note { $0.cancelled += 1 }
        }
        return .held
    }

    private func counts(_ request: HTTPRequestCall) -> HTTPReply {
        let held = request.hold()
        let wanted = ["started", "ended", "cancelled"].compactMap { name in request.number(name).map { (name, $0) } }
        ledger.when { counts in
            wanted.allSatisfy { name, number in (counts[name[...]] ?? 0) >= number }
        } _: { counts in
            let text = #"{"started":\#(counts.started),"ended":\#(counts.ended),"cancelled":\#(counts.cancelled)}"#
            held.answer(HTTPResponse(status: 200, contentType: "application/json", text: text + "\n"))
        }
        return .held
    }
}

extension HTTPRequestCall {
    /// The number of a query parameter.
    fileprivate func number(_ name: String) -> Int? {
        for item in (query ?? "").split(separator: "&") {
            let parts = item.split(separator: "=", maxSplits: 1)
            if parts.count == 2, parts[0] == name { return Int(parts[1]) }
        }
        return nil
    }
}
