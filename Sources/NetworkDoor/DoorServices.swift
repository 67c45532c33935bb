/// What a door serves: gRPC methods by their path, and everything else by one HTTP handler.
///
/// ```swift
/// var services = DoorServices()
/// services.unary("/example.Greeter/Hello") { call in .now(GRPCAnswer(call.message)) }
/// services.http = { request in .now(HTTPResponse(status: 404)) }
/// ```
public struct DoorServices: Sendable {
    enum Method: Sendable {
        case unary(@Sendable (UnaryCall) -> UnaryReply)
        case streaming(@Sendable (StreamingCall) async throws -> Void)
    }

    private(set) var methods: [String: Method] = [:]
    private(set) var names: Set<Substring> = []

    /// Answers what is not gRPC. Default: 404.
    public var http: @Sendable (HTTPRequestCall) -> HTTPReply = { _ in .now(HTTPResponse(status: 404)) }

    /// How a refusal of the door is told to gRPC callers. Default: its code and its message.
    public var grpcStatus: @Sendable (DoorFault) -> GRPCStatus = { GRPCStatus($0.grpcCode, $0.message) }

    /// How a refusal of the door is told to HTTP callers. Default: its status and its message as text.
    public var httpResponse: @Sendable (DoorFault) -> HTTPResponse = {
        HTTPResponse(status: $0.httpStatus, contentType: "text/plain; charset=UTF-8", text: $0.message + "\n")
    }

    public init() {}

    /// Registers a method with one request and one answer; `handler` runs on an event loop and must not block: it
    /// answers at once from memory, or says who will answer later.
    ///
    /// - Parameter path: `/package.Service/Method`.
    public mutating func unary(_ path: String, _ handler: @escaping @Sendable (UnaryCall) -> UnaryReply) {
        add(path, .unary(handler))
    }

    /// Registers a method that streams requests, answers or both; `handler` runs in a task, which is cancelled when
    /// the caller leaves or its deadline passes. It returns to end the call with OK, or throws a ``GRPCStatus``.
    public mutating func streaming(
        _ path: String, _ handler: @escaping @Sendable (StreamingCall) async throws -> Void
    ) {
        add(path, .streaming(handler))
    }

    private mutating func add(_ path: String, _ method: Method) {
        methods[path] = method
        names.insert(Self.service(of: path))
    }

    func fault(unknown path: String) -> DoorFault {
        let service = Self.service(of: path)
        return names.contains(service)
            ? DoorFault(.unknownMethod, "The service has no method \(path); check its name.")
            : DoorFault(.unknownService, "There is no gRPC service at \(path); check its name.")
    }

    /// What stands between the first two slashes.
    private static func service(of path: String) -> Substring {
        let rest = path.dropFirst()
        return rest[..<(rest.firstIndex(of: "/") ?? rest.endIndex)]
    }
}
