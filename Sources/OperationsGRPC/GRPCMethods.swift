public import Logging
public import NetworkDoor
import OperationsAPI
public import OperationsCore
public import OperationsEngine
public import OperationsWire

extension DoorServices {
    /// Adds every gRPC service of the program.
    ///
    /// - Parameters:
    ///   - types: of the payloads that can be shown as JSON, and the other way round.
    ///   - logger: told of faults of the server's own, which callers only hear of as INTERNAL.
    ///   - refusal: what the door refuses, as an error of our catalogue.
    public mutating func addGRPC(
        _ engine: OperationEngine, types: PayloadTypes, logger: Logger,
        refusal: @escaping @Sendable (DoorFault) -> ServiceError
    ) {
        var methods = TypedMethods(
            services: self, codec: PayloadCodec(.binary, types), types: types, logger: logger)
        methods.addOperations(engine)
        methods.addIAMPolicy(engine)
        methods.addProducer(engine)
        methods.addWorker(engine)
        methods.addObserver(engine)
        methods.addAdmin(engine)
        methods.addLocations(engine)
        methods.addHealth(engine)
        methods.addReflection(of: types)
        self = methods.services
        grpcStatus = { GRPCStatus($0, refusal($0)) }
    }
}
