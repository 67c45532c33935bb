import OperationsTestKit

@testable import OperationsCore

/// The moment from which the fixtures count: 2026-03-01T00:00:00Z.
let filterNow = Timestamp(microseconds: 1_772_323_200_000_000)

/// An operation in any state, with JSON payloads.
func operation(
    _ name: String = "operations/a", _ state: OperationState = .pending, queue: String = "default",
    labels: [String: String] = [:], type: String = "google.protobuf.Struct", metadata: String? = nil,
    response: String = "{}", error: Status = Status(code: .unknown, message: "It broke."),
    change: (inout OperationRecord) -> Void = { _ in }
) -> OperationRecord {
    var record = OperationRecord(
        name: OperationName(stored: name), queue: queue, createTime: filterNow + .seconds(-3_600),
        timeToLive: .seconds(86_400))
    record.state = state
    record.labels = labels
    record.metadata = metadata.map { .json(typeURL: "type.googleapis.com/\(type)", text: $0) }
    record.updateTime = filterNow + .seconds(-60)
    if state != .pending { record.startTime = filterNow + .seconds(-1_800) }
    if state == .running {
        record.lease = Lease(
            token: "t", workerID: "worker-7", duration: .seconds(30), expireTime: filterNow + .seconds(30),
            attemptDeadline: nil)
    }
    if state.isFinished {
        record.endTime = record.updateTime
        record.expireTime = record.updateTime + .seconds(86_400)
    }
    switch state {
    case .succeeded: record.result = .response(.json(typeURL: "type.googleapis.com/test.Answer", text: response))
    case .failed: record.result = .error(error)
    case .cancelled: record.result = .error(Status(code: .cancelled, message: "The operation was cancelled."))
    case .pending, .running: break
    }
    change(&record)
    return record
}

/// Whether the filter keeps the record, asked as a store asks it.
func keeps(_ filter: String, _ record: OperationRecord) throws -> Bool {
    let records = try Filter(filter, now: filterNow).records(reading: TextPayloads())
    return records.keeps(record)
}

/// The sentence with which a filter is refused; empty when it is taken.
func refusal(_ filter: String) -> String {
    do throws(ServiceError) {
        _ = try Filter(filter, now: filterNow)
        return ""
    } catch {
        return error.violations.first?.description ?? "\(error)"
    }
}
