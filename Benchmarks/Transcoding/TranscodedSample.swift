import OperationsAPI
import SwiftProtobuf

/// What metadata looks like: texts, times, enums, numbers, labels; and much of it.
enum TranscodedSample {
    /// About 200 bytes.
    static var small: Longrun_V1_OperationRecord {
        var record = Longrun_V1_OperationRecord()
        record.name = "projects/acme/locations/eu/operations/0192f3c4a1b2"
        record.state = .running
        record.queue = "imports"
        record.priority = -3
        record.labels = ["team": "crm", "env": "prod"]
        record.createTime = Google_Protobuf_Timestamp(seconds: 1_790_000_000, nanos: 123_456_000)
        record.updateTime = Google_Protobuf_Timestamp(seconds: 1_790_000_100, nanos: 456_000_000)
        record.attempt = 2
        record.progressPercent = 40
        record.statusMessage = "1,234,567 of \"3,000,000\" rows"
        record.workerID = "worker-7"
        record.ttl = Google_Protobuf_Duration(seconds: 2_592_000, nanos: 0)
        record.revision = 17
        return record
    }

    /// About 20 kB.
    static var large: Longrun_V1_ListRecordsResponse {
        var list = Longrun_V1_ListRecordsResponse()
        list.records = (0..<100).map { number in
            var record = small
            record.name += "\(number)"
            record.revision = Int64(number) * 1_000_003
            return record
        }
        return list
    }
}
