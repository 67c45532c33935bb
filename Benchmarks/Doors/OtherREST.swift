import Logging
import OperationsEngine
import OperationsREST

/// What the program's door is measured against on Hummingbird.
enum OtherREST {
    /// The program behind the door that was before.
    case door
    /// A handler with nothing behind it.
    case empty

    /// The one that is measured; nothing else is to be changed to measure the other.
    static let present = OtherREST.door

    var name: String {
        switch self {
        case .door: "Hummingbird door"
        case .empty: "empty Hummingbird"
        }
    }

    /// Serves on a free port for as long as `body` takes.
    func serve<Value: Sendable>(
        _ engine: OperationEngine, _ body: (_ port: Int) async throws -> Value
    ) async throws -> Value {
        switch self {
        case .door:
            let configuration = RESTDoor.Configuration(host: "127.0.0.1", port: 0)
            return try await withServer(
                {
                    try await RESTDoor(engine: engine, configuration: configuration, logger: .silent, didListen: $0)
                        .run()
                }, body)
        case .empty: return try await withServer(EmptyRESTServer.serve, body)
        }
    }
}
