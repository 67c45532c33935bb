public import OperationsAPI
public import OperationsCore
import SwiftProtobuf

/// Why a call failed: what the server said, or that it could not be reached.
///
/// ```swift
/// do {
///     try await client.cancel(name)
/// } catch let error as ClientError where error.code == .notFound {
///     print(error.reason ?? "", error.message)
/// }
/// ```
public struct ClientError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The whole status, with every detail the server sent.
    public let status: Google_Rpc_Status
    /// Where the server is, or was sought.
    public let endpoint: Endpoint
    /// True when no answer of the server's own came: it is not there, or was lost on the way. Whether the call took
    /// effect is then unknown.
    public let isUnreachable: Bool

    /// - Parameter isUnreachable: default false.
    public init(status: Google_Rpc_Status, endpoint: Endpoint, isUnreachable: Bool = false) {
        self.status = status
        self.endpoint = endpoint
        self.isUnreachable = isUnreachable
    }

    /// The code; UNKNOWN for a number that is no code.
    public var code: StatusCode { StatusCode(rawValue: status.code) ?? .unknown }

    /// The sentence that came with it.
    public var message: String { status.message }

    /// The reason of the ErrorInfo, such as `LEASE_LOST`; nil if there was none.
    public var reason: String? { errorInfo?.reason }

    /// The reason as one of the server's catalogue; nil for any other.
    public var knownReason: ErrorReason? { reason.flatMap(ErrorReason.init(rawValue:)) }

    /// The values that the ErrorInfo names.
    public var metadata: [String: String] { errorInfo?.metadata ?? [:] }

    /// The fields of the request that are wrong, as proto paths.
    public var fieldViolations: [ServiceError.FieldViolation] {
        (detail(Google_Rpc_BadRequest.self)?.fieldViolations ?? []).map {
            ServiceError.FieldViolation(field: $0.field, description: $0.description_p)
        }
    }

    /// How long the server asks to wait before the call is repeated.
    public var retryDelay: Duration? {
        guard let info = detail(Google_Rpc_RetryInfo.self), info.hasRetryDelay else { return nil }
        return .seconds(info.retryDelay.seconds) + .nanoseconds(Int64(info.retryDelay.nanos))
    }

    /// True when the same call may succeed later: no answer came, or the server is busy, stopping or without its store.
    public var isTransient: Bool {
        isUnreachable || [.unavailable, .resourceExhausted, .deadlineExceeded].contains(code)
    }

    public var description: String {
        isUnreachable ? "cannot reach the server at \(endpoint): \(message)" : message
    }

    private var errorInfo: Google_Rpc_ErrorInfo? { detail(Google_Rpc_ErrorInfo.self) }

    private func detail<M: Message>(_ type: M.Type) -> M? {
        for any in status.details where any.isA(type) {
            if let message = try? M(unpackingAny: any) { return message }
        }
        return nil
    }
}
