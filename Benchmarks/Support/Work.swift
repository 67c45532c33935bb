import Foundation
import OperationsCore
import OperationsEngine
import SwiftProtobuf

/// The lifecycle that is measured: a request and a response of 64 bytes each, everything else as by default.
enum Work {
    static let payload = Payload.binary(
        typeURL: "type.googleapis.com/example.Job", bytes: [UInt8](repeating: 7, count: 64))

    /// The same as it is sent.
    static let any = Google_Protobuf_Any.with {
        $0.typeURL = "type.googleapis.com/example.Job"
        $0.value = Data(repeating: 7, count: 64)
    }

    static func start(in queue: String) -> StartRequest {
        StartRequest(queue: queue, request: payload)
    }

    static func lease(_ count: Int = 1, from queue: String) -> LeaseRequest {
        LeaseRequest(selector: LeaseSelector(queues: [queue]), workerID: "bench-worker", count: count)
    }

    static func completion(of record: OperationRecord) -> CompletionReport {
        CompletionReport(name: record.name.text, token: record.lease?.token ?? "", response: payload)
    }
}

extension OperationEngine {
    /// One operation that a worker holds.
    func startedAndLeased(in queue: String) async throws -> OperationRecord {
        _ = try await start(Work.start(in: queue))
        guard let record = try await lease(Work.lease(from: queue)).first else { throw BenchmarkFault("no lease") }
        return record
    }

    /// One operation that is done.
    func finished(in queue: String = "finished") async throws -> OperationRecord {
        try await complete(Work.completion(of: try await startedAndLeased(in: queue)))
    }
}

/// The measurement itself went wrong.
struct BenchmarkFault: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
