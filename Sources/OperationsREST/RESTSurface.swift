public import Logging
import NIOCore
public import NetworkDoor
public import OperationsCore
public import OperationsEngine
public import OperationsWire

extension DoorServices {
    /// Serves REST and JSON: the public surface under `/v1` and every other version, longrun.v1 under `/longrun/v1`,
    /// and the probes `/healthz` and `/readyz`.
    ///
    /// - Parameters:
    ///   - types: of the payloads that can be shown as JSON, and the other way round.
    ///   - logger: told of faults of the server's own, which callers only hear of as INTERNAL.
    ///   - refusal: what the door refuses, as an error of our catalogue.
    public mutating func addREST(
        _ engine: OperationEngine, types: PayloadTypes, logger: Logger,
        refusal: @escaping @Sendable (DoorFault) -> ServiceError
    ) {
        let surface = RESTSurface(
            engine: engine, handlers: RESTHandlers(engine: engine, codec: PayloadCodec(.json, types)), logger: logger)
        http = { surface.answer($0) }
        httpResponse = { HTTPResponse(refusal($0), status: $0.httpStatus) }
    }
}

/// Turns HTTP requests into calls and answers into HTTP responses.
struct RESTSurface: Sendable {
    let engine: OperationEngine
    let handlers: RESTHandlers
    let logger: Logger

    func answer(_ request: HTTPRequestCall) -> HTTPReply {
        if let record = FastGet.record(request, engine) {
            return .now(HTTPResponse(json: OperationJSON.bytes(record, handlers.codec)))
        }
        do {
            let route = try Router.route(request.method, String(request.path))
            let call = RESTCall(
                query: try QueryParameters(String(request.query ?? "")), body: Array(buffer: request.body),
                context: CallContext(deadline: route.mayBeHeld ? deadline(of: request) : nil))
            return answer(route, call, request)
        } catch {
            return .now(HTTPResponse(error))
        }
    }

    private func answer(_ route: Route, _ call: RESTCall, _ request: HTTPRequestCall) -> HTTPReply {
        guard route.mayBeHeld else { return .later { await response(route, call) } }
        let held = request.hold()
        held.whenCancelled { call.context.leave() }
        held.answer { await response(route, call) }
        return .held
    }

    private func response(_ route: Route, _ call: RESTCall) async -> HTTPResponse {
        do {
            return HTTPResponse(try await handlers.answer(route, call))
        } catch let error as ServiceError {
            return HTTPResponse(error)
        } catch is CancellationError {
            return HTTPResponse(ServiceError.shuttingDown)
        } catch {
            logger.error("A request met a fault", metadata: ["error": "\(error)", "route": "\(route)"])
            return HTTPResponse(
                ServiceError(.internalFault, "The server met a fault of its own; its log has the details."))
        }
    }

    /// Google's clients say in this header how many seconds they will wait.
    private func deadline(of request: HTTPRequestCall) -> Timestamp? {
        guard let seconds = request.fields["x-server-timeout"].flatMap({ Double($0) }), seconds > 0, seconds < 1e9
        else { return nil }
        return SystemTime().now + .milliseconds(Int64(seconds * 1_000))
    }
}

extension HTTPResponse {
    init(json bytes: [UInt8], status: Int = 200) {
        self.init(status: status, contentType: "application/json; charset=UTF-8", bytes: bytes)
    }

    init(_ error: ServiceError, status: Int? = nil) {
        let (status, body) = RESTErrors.answer(error, status: status)
        self.init(json: body, status: status)
    }

    init(_ answer: RESTAnswer) {
        switch answer {
        case .json(let bytes): self.init(json: bytes)
        case .text(let status, let text):
            self.init(status: status, contentType: "text/plain; charset=UTF-8", text: text)
        }
    }
}
