/// The codes a gRPC call can end with, as they stand in `grpc-status`.
public enum GRPCStatusCode: Int, Sendable, CaseIterable {
    case ok = 0
    case cancelled = 1
    case unknown = 2
    case invalidArgument = 3
    case deadlineExceeded = 4
    case notFound = 5
    case alreadyExists = 6
    case permissionDenied = 7
    case resourceExhausted = 8
    case failedPrecondition = 9
    case aborted = 10
    case outOfRange = 11
    case unimplemented = 12
    case `internal` = 13
    case unavailable = 14
    case dataLoss = 15
    case unauthenticated = 16
}

/// How a gRPC call ended: a code, a sentence for people, and perhaps details for programs.
public struct GRPCStatus: Error, Sendable, Equatable {
    public var code: GRPCStatusCode
    /// Any text; it is percent-encoded on its way into `grpc-message`.
    public var message: String
    /// A serialized `google.rpc.Status`, sent as `grpc-status-details-bin`.
    public var details: [UInt8]?

    public init(_ code: GRPCStatusCode, _ message: String, details: [UInt8]? = nil) {
        self.code = code
        self.message = message
        self.details = details
    }
}
