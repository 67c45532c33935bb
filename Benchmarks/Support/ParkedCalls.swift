import GRPCCore
import GRPCNIOTransportHTTP2Posix
import OperationsAPI
import SwiftProtobuf

/// Makes a WaitOperation call for each name, spread over so many connections, and keeps all of them waiting while
/// `body` runs.
func withParkedCalls<Value: Sendable>(
    _ connections: Int, to port: Int, on names: [String], _ body: () async throws -> Value
) async throws -> Value {
    try await withConnections(connections, to: port) { connections in
        let clients = connections.map { Google_Longrunning_Operations.Client(wrapping: $0) }
        // The connections stand before the calls come, so that only calls are counted.
        for client in clients { _ = try? await client.getOperation(.with { $0.name = names.first ?? "" }) }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, name) in names.enumerated() {
                let client = clients[index % clients.count]
                group.addTask { _ = try await client.waitOperation(.with { $0.name = name }) }
            }
            defer { group.cancelAll() }
            return try await body()
        }
    }
}
