import Logging
import NetworkDoor
import OperationsAPI
import OperationsCore
import OperationsEngine
import OperationsWire

/// WaitOperation: a caller whose operation is at hand in memory waits as an entry in a table, without a task.
struct WaitOperationMethod: Sendable {
    let engine: OperationEngine
    let operations: PublicOperations
    let codec: PayloadCodec
    let types: PayloadTypes
    let logger: Logger

    func answer(_ call: UnaryCall) -> UnaryReply {
        do {
            let request = try Google_Longrunning_WaitOperationRequest(decoding: call.message)
            let timeout = request.hasTimeout ? try Duration(request.timeout, field: "timeout") : nil
            let parts = try AnswerParts(call.fields, of: Google_Longrunning_Operation.protoMessageName, types)
            if let parts { return answer(parts, of: request.name, timeout: timeout, call) }
            return try answer(request.name, timeout: timeout, call)
        } catch {
            return .failure(GRPCStatus(error, logger))
        }
    }

    /// Few callers want parts, so that they may have a task each.
    private func answer(
        _ parts: AnswerParts, of name: String, timeout: Duration?, _ call: UnaryCall
    ) -> UnaryReply {
        let context = CallContext(timeout: call.timeout)
        let held = call.hold()
        held.whenCancelled { context.leave() }
        held.answer { [operations, codec, logger] in
            await .answer(logger) {
                let record = try await operations.wait(for: name, timeout: timeout, context: context)
                return try parts.answer(GRPCAnswer(record, codec))
            }
        }
        return .held
    }

    private func answer(_ name: String, timeout: Duration?, _ call: UnaryCall) throws(ServiceError) -> UnaryReply {
        let context = CallContext(timeout: call.timeout)
        let held = call.hold()
        held.whenCancelled { context.leave() }
        let whenOver: @Sendable (OperationRecord?) -> Void = { [engine, codec, logger] record in
            if let record { return held.answer(.success(GRPCAnswer(record, codec))) }
            held.answer { await .answer(logger) { GRPCAnswer(try await engine.get(name), codec) } }
        }
        switch try operations.startWait(for: name, timeout: timeout, context: context, whenOver: whenOver) {
        case .over(let record): return .now(GRPCAnswer(record, codec))
        case .parked: return .held
        case .notAtHand:
            held.run { [engine, codec, logger] in
                do {
                    let start = try await engine.lookUpAndStartWait(
                        for: name, timeout: timeout, context: context, whenOver: whenOver)
                    if case .over(let record) = start { held.answer(.success(GRPCAnswer(record, codec))) }
                } catch {
                    held.answer(.failure(GRPCStatus(error, logger)))
                }
            }
            return .held
        }
    }
}
