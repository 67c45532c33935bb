import GRPCCore
import OperationsCore
import OperationsEngine

/// Runs a call that may be held, and tells the engine until when its caller waits and when it leaves.
func withCallContext<Value: Sendable>(
    _ metadata: Metadata, _ body: @Sendable (CallContext) async throws -> Value
) async throws -> Value {
    let timeout = metadata[stringValues: "grpc-timeout"].first { _ in true }.flatMap(GRPCTimeout.parse)
    let context = CallContext(deadline: timeout.map { SystemTime().now + $0 })
    return try await withRPCCancellationHandler {
        try await body(context)
    } onCancelRPC: {
        context.leave()
    }
}

/// The `grpc-timeout` header: at most eight digits and a unit.
enum GRPCTimeout {
    static func parse(_ text: String) -> Duration? {
        guard let unit = text.last, (2...9).contains(text.utf8.count), let value = Int64(text.dropLast()), value >= 0
        else { return nil }
        return switch unit {
        case "H": .seconds(value * 3_600)
        case "M": .seconds(value * 60)
        case "S": .seconds(value)
        case "m": .milliseconds(value)
        case "u": .microseconds(value)
        case "n": .nanoseconds(value)
        default: nil
        }
    }
}
