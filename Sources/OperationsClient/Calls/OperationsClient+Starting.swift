public import OperationsAPI

extension OperationsClient {
    private var producer: Longrun_V1_Producer.Client<Transport> { .init(wrapping: connection) }

    /// Starts an operation and returns at once.
    ///
    /// To repeat a start whose answer was lost, send the same `request_id`; without one a second call starts a
    /// second operation.
    ///
    /// - Returns: a handle to the operation. With `validate_only` its name is empty.
    /// - Throws: ALREADY_EXISTS, INVALID_ARGUMENT, …
    public func start(_ request: Longrun_V1_StartOperationRequest) async throws -> OperationHandle {
        let operation = try await call { try await producer.startOperation(request, options: $0) }
        return OperationHandle(name: operation.name, client: self)
    }

    /// Starts up to 1,000 operations, all or none.
    ///
    /// - Parameter parent: the parent of all; empty for none.
    /// - Returns: handles in the order of the requests.
    public func batchStart(
        parent: String, _ requests: [Longrun_V1_StartOperationRequest]
    ) async throws -> [OperationHandle] {
        var batch = Longrun_V1_BatchStartOperationsRequest()
        batch.parent = parent
        batch.requests = requests
        let message = batch
        let answer = try await call { try await producer.batchStartOperations(message, options: $0) }
        return answer.operations.map { OperationHandle(name: $0.name, client: self) }
    }
}
