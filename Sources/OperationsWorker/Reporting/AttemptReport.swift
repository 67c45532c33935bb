import OperationsAPI
import OperationsCore
import SwiftProtobuf

/// What is told to the server about an attempt: decided once, from how it ended and why it was stopped.
enum AttemptReport: Hashable, Sendable {
    case complete(Google_Protobuf_Any?)
    case fail(Google_Rpc_Status, retryable: Bool?)
    case release(delay: Duration)
    case nothing(StopReason)

    init(_ outcome: AttemptOutcome, stopped reason: StopReason?) {
        switch (outcome, reason) {
        case (_, .leaseLost?): self = .nothing(.leaseLost)
        case (_, .operationDeleted?): self = .nothing(.operationDeleted)
        case (.succeeded(let response), _): self = .complete(response)
        case (.failed(let status, let retryable), _): self = .fail(status, retryable: retryable)
        case (.released(let delay), _): self = .release(delay: delay)
        case (.cancelled, .shutdown?): self = .release(delay: .zero)
        case (.cancelled(let message), _): self = .fail(.init(.cancelled, message), retryable: false)
        }
    }

    /// What is reported in place of a response that the server refuses, so that the work is not done again in vain.
    func replacement(for status: Google_Rpc_Status) -> AttemptReport? {
        guard case .complete = self else { return nil }
        return .fail(
            .init(.invalidArgument, "The response was refused by the server: \(status.message)"), retryable: false)
    }
}

extension Google_Rpc_Status {
    init(_ code: StatusCode, _ message: String) {
        self.init()
        self.code = code.rawValue
        self.message = message
    }
}
