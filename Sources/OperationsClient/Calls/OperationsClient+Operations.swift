public import OperationsAPI
import SwiftProtobuf

/// The calls of google.longrunning.Operations.
extension OperationsClient {
    private var operations: Google_Longrunning_Operations.Client<Transport> { .init(wrapping: connection) }

    /// Gets an operation as any client sees it.
    public func get(_ name: String) async throws -> Google_Longrunning_Operation {
        var request = Google_Longrunning_GetOperationRequest()
        request.name = name
        let message = request
        return try await call { try await operations.getOperation(message, options: $0) }
    }

    /// Lists one page of the operations directly under a parent.
    public func list(
        _ request: Google_Longrunning_ListOperationsRequest
    ) async throws -> Google_Longrunning_ListOperationsResponse {
        try await call { try await operations.listOperations(request, options: $0) }
    }

    /// Waits until an operation is done or the time is up, whichever comes first, and returns it as it then is.
    ///
    /// ``OperationHandle/wait(patience:)`` waits until it is done.
    ///
    /// - Parameter timeout: nil, or more than the server's longest wait (10 min): that long.
    public func wait(_ name: String, timeout: Duration? = nil) async throws -> Google_Longrunning_Operation {
        var request = Google_Longrunning_WaitOperationRequest()
        request.name = name
        if let timeout { request.timeout = Google_Protobuf_Duration(rounding: timeout, rule: .up) }
        let message = request
        return try await call(timeout: timeout.map { $0 + Self.callTimeout }) {
            try await operations.waitOperation(message, options: $0)
        }
    }

    /// Asks for cancellation. A pending operation is cancelled at once; the worker of a running one is told. Of a
    /// finished operation nothing changes.
    public func cancel(_ name: String) async throws {
        var request = Google_Longrunning_CancelOperationRequest()
        request.name = name
        let message = request
        _ = try await call { try await operations.cancelOperation(message, options: $0) }
    }

    /// Deletes an operation; the work of a running one is not cancelled, but its result has nowhere to go.
    public func delete(_ name: String) async throws {
        var request = Google_Longrunning_DeleteOperationRequest()
        request.name = name
        let message = request
        _ = try await call { try await operations.deleteOperation(message, options: $0) }
    }
}
