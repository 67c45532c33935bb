import OperationsEngine
import OperationsGRPC

/// What the program's door is measured against on grpc-swift.
enum OtherGRPC {
    /// The program behind the door that was before.
    case door
    /// A handler with nothing behind it.
    case empty

    /// The one that is measured; nothing else is to be changed to measure the other.
    static let present = OtherGRPC.door

    var name: String {
        switch self {
        case .door: "grpc-swift door"
        case .empty: "empty grpc-swift"
        }
    }

    /// For changes that are stored: a handler that stores nothing is no measure for them.
    var changeAim: Double? {
        switch self {
        case .door: 1
        case .empty: nil
        }
    }

    /// Serves on a free port for as long as `body` takes.
    ///
    /// - Parameter body: is given the port, and who tells how many callers wait there.
    func serve<Value: Sendable>(
        _ engine: OperationEngine, _ body: (_ port: Int, _ waiting: () -> Int) async throws -> Value
    ) async throws -> Value {
        switch self {
        case .door:
            let configuration = GRPCDoor.Configuration(host: "127.0.0.1", port: 0)
            return try await withServer {
                try await GRPCDoor(engine: engine, configuration: configuration, didListen: $0).run()
            } _: {
                try await body($0) { engine.waiterCount }
            }
        case .empty:
            let server = EmptyGRPCServer()
            return try await withServer(server.serve) { try await body($0) { server.parkedCount } }
        }
    }
}
