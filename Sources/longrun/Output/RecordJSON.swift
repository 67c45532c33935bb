import OperationsAPI
import OperationsWire

/// A record as programs see it: `longrun.v1.OperationRecord` with the public operation's `done` added when it is.
enum RecordJSON {
    static func bytes(_ record: Longrun_V1_OperationRecord) -> [UInt8] {
        let json = MessageJSON.bytes(record)
        guard record.isDone else { return json }
        return Array("{\"done\":true,".utf8) + json.dropFirst()
    }

    static func text(_ record: Longrun_V1_OperationRecord) -> String {
        String(decoding: bytes(record), as: UTF8.self)
    }
}

extension Longrun_V1_OperationRecord {
    var isDone: Bool { [.succeeded, .failed, .cancelled].contains(state) }

    /// `RUNNING`, `CANCELLING`, …
    var stateText: String {
        switch state {
        case .running where cancelRequested: "CANCELLING"
        case .pending: "PENDING"
        case .running: "RUNNING"
        case .succeeded: "SUCCEEDED"
        case .failed: "FAILED"
        case .cancelled: "CANCELLED"
        case .unspecified, .UNRECOGNIZED: "?"
        }
    }
}
