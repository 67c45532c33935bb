import OperationsAPI
import OperationsWire

/// The history of an operation.
enum HistoryText {
    static func table(_ transitions: [Longrun_V1_Transition]) -> String {
        var table = Table(["TIME", "WHAT", "ATTEMPT", "WHO", "ERROR"], numbers: [2])
        for step in transitions {
            table.add([
                step.time.text, kind(step.kind), "\(step.attempt)", step.actor, step.hasError ? step.error.text : "",
            ])
        }
        return table.text
    }

    static func json(_ transitions: [Longrun_V1_Transition]) -> String {
        JSONText.array(transitions.map { MessageJSON.bytes($0) })
    }

    private static func kind(_ kind: Longrun_V1_Transition.Kind) -> String {
        switch kind {
        case .started: "STARTED"
        case .leased: "LEASED"
        case .released: "RELEASED"
        case .retryScheduled: "RETRY_SCHEDULED"
        case .cancelRequested: "CANCEL_REQUESTED"
        case .succeeded: "SUCCEEDED"
        case .failed: "FAILED"
        case .cancelled: "CANCELLED"
        case .unspecified, .UNRECOGNIZED: "?"
        }
    }
}
