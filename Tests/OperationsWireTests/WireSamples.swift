import OperationsAPI
import OperationsCore
import OperationsWire
import SwiftProtobuf

/// Records of every kind, for tests of how they look outside.
enum WireSamples {
    static let binary = PayloadCodec(.binary, .shared)
    static let json = PayloadCodec(.json, .shared)

    static let now = Timestamp(microseconds: 1_735_689_600_123_456)

    static func name(_ text: String = "projects/p/locations/l/operations/x") throws -> OperationName {
        try OperationName(text)
    }

    static func record() throws -> OperationRecord {
        OperationRecord(name: try name(), queue: "q", createTime: now, timeToLive: .seconds(60))
    }

    /// One record for each way an operation can look.
    static func all() throws -> [OperationRecord] {
        let plain = try record()
        var running = plain
        running.state = .running
        running.attempt = 3
        running.startTime = now
        running.progressPercent = 40
        running.statusMessage = "half \"way\"\n\u{1}é"
        running.labels = ["team": "a", "env": "b/c"]
        running.cancelRequestTime = now
        running.lease = Lease(token: "SECRET-TOKEN", workerID: "w", duration: .seconds(30), expireTime: now)
        var succeeded = running
        succeeded.state = .succeeded
        succeeded.lease = nil
        succeeded.endTime = now
        succeeded.result = .response(
            .binary(typeURL: "type.googleapis.com/google.protobuf.StringValue", bytes: [0x0A, 2, 0x68, 0x69]))
        var undescribed = succeeded
        undescribed.metadata = .binary(typeURL: "types.example.com/no.such.Type", bytes: [0xFF, 0x00, 0x01])
        undescribed.result = .response(.binary(typeURL: "type.googleapis.com/google.rpc.ErrorInfo", bytes: [0xFF]))
        var failed = succeeded
        failed.state = .failed
        failed.lastError = Status(code: .unavailable, message: "down")
        failed.result = .error(
            Status(
                code: .aborted, message: "gone", details: [.binary(typeURL: "types.example.com/Odd", bytes: [1])],
                reason: .leaseExpired))
        return [plain, running, succeeded, undescribed, failed]
    }
}
