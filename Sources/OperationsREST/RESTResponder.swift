import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import OperationsCore
import OperationsEngine
import OperationsWire

/// Turns HTTP requests into calls and answers into HTTP responses.
struct RESTResponder: HTTPResponder {
    typealias Context = RESTContext

    let handlers: RESTHandlers
    let departures: Departures
    let maxRequestBytes: Int
    let logger: Logger

    func respond(to request: Request, context: RESTContext) async throws -> Response {
        if let bytes = FastGet.answer(request, handlers.engine) {
            return respond(200, Self.json, bytes, to: request)
        }
        do {
            let route = try Router.route(request.method.rawValue, request.uri.path)
            let call = RESTCall(
                query: try QueryParameters(request.uri.query ?? ""), body: try await collect(request),
                context: CallContext(deadline: route.mayBeHeld ? deadline(of: request) : nil))
            let answer =
                route.mayBeHeld
                ? try await answerHeld(route, call, context.channel) : try await handlers.answer(route, call)
            return response(answer, to: request)
        } catch let error as ServiceError {
            return errorResponse(error, to: request)
        } catch is CancellationError {
            return errorResponse(.shuttingDown, to: request)
        } catch {
            logger.error("A request met a fault", metadata: ["error": "\(error)", "path": "\(request.uri.path)"])
            return errorResponse(
                ServiceError(.internalFault, "The server met a fault of its own; its log has the details."), to: request
            )
        }
    }

    /// A call that may be held for minutes; the engine is told when its caller hangs up.
    private func answerHeld(_ route: Route, _ call: RESTCall, _ channel: any Channel) async throws -> RESTAnswer {
        let ticket = departures.watch(channel) { call.context.leave() }
        defer { departures.forget(ticket) }
        return try await handlers.answer(route, call)
    }

    private func collect(_ request: Request) async throws -> [UInt8] {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > maxRequestBytes {
            throw tooLarge
        }
        var bytes: [UInt8] = []
        do {
            for try await buffer in request.body {
                guard bytes.count + buffer.readableBytes <= maxRequestBytes else { throw tooLarge }
                bytes.append(contentsOf: buffer.readableBytesView)
            }
        } catch let error as ServiceError {
            throw error
        } catch {
            throw ServiceError(
                .malformedRequest, "The request body does not arrive as its headers say; check its length or chunks.")
        }
        return bytes
    }

    private var tooLarge: ServiceError {
        ServiceError(.requestTooLarge, "A request body has at most \(maxRequestBytes) bytes.")
    }

    /// Google's clients say in this header how many seconds they will wait.
    private func deadline(of request: Request) -> Timestamp? {
        guard let name = HTTPField.Name("X-Server-Timeout"),
            let seconds = request.headers[name].flatMap({ Double($0) }),
            seconds > 0, seconds < 1e9
        else { return nil }
        return SystemTime().now + .milliseconds(Int64(seconds * 1_000))
    }

    private func response(_ answer: RESTAnswer, to request: Request) -> Response {
        switch answer {
        case .json(let bytes): respond(200, Self.json, bytes, to: request)
        case .text(let status, let text): respond(status, "text/plain; charset=UTF-8", Array(text.utf8), to: request)
        }
    }

    private static let json = "application/json; charset=UTF-8"

    private func errorResponse(_ error: ServiceError, to request: Request) -> Response {
        let (status, body) = RESTErrors.answer(error)
        return respond(status, Self.json, body, to: request)
    }

    private func respond(_ status: Int, _ type: String, _ bytes: [UInt8], to request: Request) -> Response {
        var headers: HTTPFields = [.contentType: type]
        // The library closes the connection then, but does not say so.
        if request.headers[.connection]?.lowercased() == "close" { headers[.connection] = "close" }
        let response = Response(
            status: .init(code: status), headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        return request.method == .head ? response.createHeadResponse() : response
    }
}

extension Route {
    var mayBeHeld: Bool {
        switch self {
        case .waitOperation, .lease: true
        default: false
        }
    }
}
