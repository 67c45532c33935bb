public import Logging
public import NetworkDoor
public import OperationsCore
public import OperationsEngine
public import OperationsWire

extension DoorServices {
    /// Serves REST and JSON: the public surface under `/v1` and every other version or as the services in the engine's
    /// settings have it, longrun.v1 under `/longrun/v1`, the probes `/healthz` and `/readyz`, and `/openapi.json`.
    ///
    /// - Parameters:
    ///   - types: of the payloads that can be shown as JSON, and the other way round.
    ///   - crossOrigin: which pages of other origins may call. Default: none.
    ///   - logger: told of faults of the server's own, which callers only hear of as INTERNAL.
    ///   - refusal: what the door refuses, as an error of our catalogue.
    /// - Throws: when the templates of the services cannot be matched together.
    public mutating func addREST(
        _ engine: OperationEngine, types: PayloadTypes, crossOrigin: CrossOrigin? = nil, logger: Logger,
        refusal: @escaping @Sendable (DoorFault) -> ServiceError
    ) throws {
        let surface = try RESTSurface(engine: engine, types: types, crossOrigin: crossOrigin, logger: logger)
        http = { surface.answer($0) }
        httpResponse = { fault in
            AnswerWriter(SystemParameters(), types).response(refusal(fault), status: fault.httpStatus)
        }
    }
}
