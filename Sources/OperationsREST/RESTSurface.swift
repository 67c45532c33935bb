import GRPCCore
import HTTPTranscoding
import Logging
import NIOCore
import NetworkDoor
import OperationsAPI
import OperationsCore
import OperationsEngine
import OperationsWire

/// Turns HTTP requests into calls and answers into HTTP responses.
struct RESTSurface: Sendable {
    let engine: OperationEngine
    let types: PayloadTypes
    let matcher: HTTPMatcher
    let routes: [RESTRoute]
    let openAPI: OpenAPIDocument
    let crossOrigin: CrossOrigin?
    let logger: Logger
    private let operations: PublicOperations

    init(engine: OperationEngine, types: PayloadTypes, crossOrigin: CrossOrigin?, logger: Logger) throws {
        self.engine = engine
        self.types = types
        self.crossOrigin = crossOrigin
        self.logger = logger
        operations = PublicOperations(engine)
        routes = try RESTRoutes(.all(of: engine), engine.settings.services).all
        matcher = try HTTPMatcher(routes.map { HTTPMatcher.Route($0.method, $0.template, priority: $0.priority) })
        openAPI = OpenAPIDocument(routes)
    }

    func answer(_ request: HTTPRequestCall) -> HTTPReply {
        var writer = AnswerWriter(SystemParameters(), types, fields: crossOrigin?.fields(for: request) ?? [])
        if request.method == "OPTIONS", request.target == "*" {
            return .now(writer.response(methods: "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT"))
        }
        do throws(ServiceError) {
            let method = try MethodOverride.method(of: request)
            let found = Result { () throws(ServiceError) in try self.match(request) }
            if let response = atOnce(method, try? found.get(), writer, request) { return .now(response) }
            var query = try queryPairs(of: request, method)
            writer.parameters = try SystemParameters(&query, request.fields)
            let match = try found.get()
            if method == "OPTIONS" { return .now(writer.response(methods: allowed(match))) }
            guard let place = match.place(method) else { return try refuse(method, match, writer, request) }
            return try answer(routes[place], match, query, writer, request)
        } catch {
            return .now(writer.response(error))
        }
    }

    private func match(_ request: HTTPRequestCall) throws(ServiceError) -> HTTPMatcher.Match {
        let path: RequestPath
        do throws(RequestPath.Fault) {
            path = try RequestPath(request.path)
        } catch .noSlash {
            throw .nothing(at: request)
        } catch {
            throw .invalid("name", error.rawValue)
        }
        guard let match = matcher.match(path) else { throw .nothing(at: request) }
        return match
    }

    private func refuse(
        _ method: String, _ match: HTTPMatcher.Match, _ writer: AnswerWriter, _ request: HTTPRequestCall
    ) throws(ServiceError) -> HTTPReply {
        // A verb that nobody knows is part of the last segment.
        if match.segments.last?.contains(":") == true { throw .nothing(at: request) }
        let allowed = allowed(match)
        let error = ServiceError.methodNotAllowed(method, allowed, request)
        return .now(writer.response(error).adding([("allow", allowed)]))
    }

    /// For the field `allow`: what is offered on a path.
    func allowed(_ match: HTTPMatcher.Match) -> String {
        match.methods { if case .notOffered = routes[$0].target { false } else { true } }
    }

    /// The shortest way to the most frequent answer: a Get of an operation that is at hand in memory, without a query.
    private func atOnce(
        _ method: String, _ match: HTTPMatcher.Match?, _ writer: AnswerWriter, _ request: HTTPRequestCall
    ) -> HTTPResponse? {
        guard request.query == nil, request.method == method, let match, let place = match.place(method),
            case .method(let method, _) = routes[place].target, method.name == Self.getOperation,
            request.fields["x-goog-fieldmask"] == nil,
            let name = routes[place].template.values(in: match.segments).first?.value,
            let cached = operations.cachedRecord(named: name), cached.size <= Self.largestAtOnce
        else { return nil }
        return writer.response(cached)
    }

    /// Larger operations are encoded in a task, so that they hold up nobody.
    private static let largestAtOnce = 64 * 1_024
    private static let getOperation = Google_Longrunning_Operations.Method.GetOperation.descriptor.fullyQualifiedMethod

    /// The most bytes of a form, which is read on the event loop.
    private static let largestForm = 64 * 1_024

    /// A form that was sent with the method of a query is one.
    private func queryPairs(
        of request: HTTPRequestCall, _ method: String
    ) throws(ServiceError) -> [(name: String, value: String)] {
        var text = String(request.query ?? "")
        if method == "GET", request.method == "POST", request.body.readableBytes > 0 {
            guard request.body.readableBytes <= Self.largestForm else {
                throw ServiceError(.requestTooLarge, "A form has at most \(Self.largestForm) bytes.")
            }
            text += "&" + String(buffer: request.body)
        }
        do throws(QueryText.Fault) {
            return try QueryText(text[...]).pairs
        } catch {
            switch error {
            case .brokenEscape(let name):
                throw .invalid(name, "The query holds a percent sign that is not an escape of UTF-8 text.")
            case .tooManyPairs:
                throw ServiceError(
                    .malformedRequest, "A query has at most \(QueryText.mostPairs) parameters.")
            }
        }
    }

    /// What operators are told; names and the words of the database stay in the log.
    private static func cause(_ fault: StoreFailure) -> String {
        switch fault {
        case .obstructed(let obstacle, _): obstacle.sentence
        case .unavailable, .outcomeUnknown, .held: "the store is out of reach"
        case .damaged: "what is stored cannot be read; 'longrun store check' tells more"
        case .full: "the disk of the store is full"
        case .broken: "no writes until a restart"
        }
    }

    private func answer(
        _ route: RESTRoute, _ match: HTTPMatcher.Match,
        _ query: [(name: String, value: String)], _ writer: AnswerWriter, _ request: HTTPRequestCall
    ) throws(ServiceError) -> HTTPReply {
        switch route.target {
        case .liveness: return .now(writer.response(text: "ok\n"))
        case .readiness:
            guard let fault = engine.fault else { return .now(writer.response(text: "ready\n")) }
            return .now(writer.response(text: "not ready: \(Self.cause(fault))\n", status: 503))
        case .openAPI: return .later { [openAPI, types] in writer.response(json: openAPI.json(types)) }
        case .notOffered(let method, let profile):
            let name = route.template.values(in: match.segments).first?.value ?? ""
            throw operations.refusal(of: method, on: name) ?? .notOffered(method, by: [profile])
        case .method(let method, let rule):
            let writer = try writer.answering(method.responseType)
            let isBinary = writer.parameters.sendsBinary
            let call = RESTCall(
                path: FieldText.bound(by: route.template, match.segments), query: query.map(FieldText.init),
                body: RequestBody(bytes: Array(buffer: request.body), isBinary: isBinary), rule: rule,
                context: CallContext(deadline: method.mayBeHeld ? deadline(of: request) : nil), types: types,
                requestCodec: PayloadCodec(isBinary ? .binary : .json, types),
                answerCodec: writer.codec)
            return answer(method, call, writer, request)
        }
    }

    private func answer(
        _ method: RESTMethod, _ call: RESTCall, _ writer: AnswerWriter, _ request: HTTPRequestCall
    ) -> HTTPReply {
        guard method.mayBeHeld else { return .later { await response(method, call, writer) } }
        let held = request.hold()
        held.whenCancelled { call.context.leave() }
        held.answer { await response(method, call, writer) }
        return .held
    }

    private func response(_ method: RESTMethod, _ call: RESTCall, _ writer: AnswerWriter) async -> HTTPResponse {
        do {
            return try writer.response(await method.answer(call))
        } catch let error as ServiceError {
            return writer.response(error)
        } catch is CancellationError {
            return writer.response(ServiceError.shuttingDown)
        } catch {
            logger.error("A request met a fault", metadata: ["error": "\(error)", "method": "\(method.name)"])
            return writer.response(
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
