@testable import OperationsCore

extension DocumentedFilter {
    private static func insights(_ metadata: String, _ state: OperationState = .running) -> OperationRecord {
        operation("projects/p/locations/l/operations/o", state, type: "google.x.InsightsMetadata", metadata: metadata)
    }

    private static func storage(
        done: Bool, complete: String? = nil, cancelled: Bool = false
    ) -> OperationRecord {
        let time = complete.map { #""completeTime": "\#($0)", "# } ?? ""
        return operation(
            done ? "operations/d" : "operations/u", done ? .succeeded : .running, type: "google.x.StorageMetadata",
            metadata: "{\(time)\"requestedCancellation\": \(cancelled)}")
    }

    private static let export = operation(
        type: "google.firestore.admin.v1.ExportDocumentsMetadata", metadata: #"{"collectionIds": ["a", "b", "c"]}"#)

    static let others: [DocumentedFilter] = [
        DocumentedFilter(
            21, "CreateTime>2022-08-07", unfinished,
            not: [operation { $0 = Self.created($0, filterNow + .seconds(-400_000_000)) }]),
        DocumentedFilter(
            21, "Type=CREATE_PROCESSOR AND (ResourceName:projects/123/locations/us OR CreateTime>2030-08-07)",
            [operation(metadata: #"{"type": "CREATE_PROCESSOR", "resourceName": "projects/123/locations/us/x"}"#)],
            not: [
                operation(metadata: #"{"type": "CREATE_PROCESSOR", "resourceName": "projects/9"}"#),
                operation(metadata: #"{"type": "DELETE", "resourceName": "projects/123/locations/us/x"}"#),
            ]),
        DocumentedFilter(22, "State=FAILED", [failed], not: [running, succeeded]),
        DocumentedFilter(
            27, "createTime >= 1432140000 AND createTime <= 1432150000",
            [operation { $0 = Self.created($0, Timestamp(microseconds: 1_432_140_000_000_000)) }], not: unfinished),
        DocumentedFilter(28, "status = RUNNING", [running], not: [waiting, succeeded]),
        DocumentedFilter(25, "status=done", finished, not: unfinished),
        DocumentedFilter(30, "labels.color = red", [operation(labels: ["color": "red"])], not: [operation()]),
        DocumentedFilter(31, "done = false", unfinished, not: finished),
        DocumentedFilter(
            31, "events:worker-released",
            [
                operation(metadata: #"{"events": [{"description": "started"}, {"description": "worker-released"}]}"#),
                operation(metadata: #"{"events": ["started", "worker-released"]}"#),
            ],
            not: [operation(metadata: #"{"events": [{"description": "worker-released-2"}]}"#), running]),
        DocumentedFilter(31, "error = null", [running, waiting, succeeded], not: [failed, cancelled]),
        DocumentedFilter(
            31, "labels.\"key with space\" = v", [operation(labels: ["key with space": "v"])],
            not: [operation(labels: ["key": "v"])]),
        DocumentedFilter(32, "done:true", finished, not: unfinished),
        DocumentedFilter(32, "done:false", unfinished, not: finished),
        DocumentedFilter(32, "", finished + unfinished, not: []),
        DocumentedFilter(33, "done:false", unfinished, not: finished),
        DocumentedFilter(34, "done:false", unfinished, not: finished),
        DocumentedFilter(35, "done=true", finished, not: unfinished),
        DocumentedFilter(35, "done!=true", unfinished, not: finished),
        DocumentedFilter(
            36, "worksOn = projects/my-project/locations/us-central1/datasets/5",
            [operation(metadata: #"{"worksOn": "projects/my-project/locations/us-central1/datasets/5"}"#)],
            not: [operation(metadata: #"{"worksOn": "projects/my-project/locations/us-central1/datasets/50"}"#)]),
        DocumentedFilter(37, "operation_id=r", [running], not: [waiting]),
        DocumentedFilter(37, "operation_id!=r", [waiting], not: [running]),
        DocumentedFilter(38, "\"done=true\"", [], not: finished + unfinished),
        DocumentedFilter(
            39, #"metadata.create_time>"1969-12-31T16:00:10-08:00""#,
            [insights(#"{"createTime": "1970-01-01T00:00:10.000001Z"}"#)],
            not: [insights(#"{"createTime": "1970-01-01T00:00:10Z"}"#), insights("{}")]),
        DocumentedFilter(
            39, #"metadata.create_time<="1969-12-31T16:00:20-08:00""#,
            [insights(#"{"createTime": "1970-01-01T00:00:20Z"}"#)],
            not: [insights(#"{"createTime": "1970-01-01T00:00:20.5Z"}"#), insights("{}")]),
        DocumentedFilter(
            40, #"metadata.conversation_id="some_conversation_id""#,
            [insights(#"{"conversationId": "some_conversation_id"}"#)],
            not: [insights(#"{"conversationId": "some_conversation_id_2"}"#), running]),
        DocumentedFilter(41, #"done="true""#, finished, not: unfinished),
        DocumentedFilter(41, #"done="false""#, unfinished, not: finished),
        DocumentedFilter(
            42, #"metadata.operation_type="BulkAnalyzeConversations""#,
            [insights(#"{"operationType": "BulkAnalyzeConversations"}"#)],
            not: [insights(#"{"operationType": "X"}"#), insights("{}")]),
        DocumentedFilter(
            42, #"metadata.operation_type!="BulkAnalyzeConversations""#, [insights(#"{"operationType": "X"}"#)],
            not: [insights(#"{"operationType": "BulkAnalyzeConversations"}"#), insights("{}"), running]),
        DocumentedFilter(43, #"status_code="0""#, [succeeded], not: unfinished + [failed]),
        DocumentedFilter(
            43, #"status_code!="ABORTED""#, [succeeded, failed],
            not: unfinished + [operation("operations/x", .failed, error: Status(code: .aborted, message: ""))]),
        DocumentedFilter(
            44, #"(done = true AND complete_time >= "2023-01-01T00:00:00Z") OR requested_cancellation = true"#,
            [
                storage(done: true, complete: "2023-01-01T00:00:00Z"), storage(done: false, cancelled: true),
                storage(done: true, complete: "2020-01-01T00:00:00Z", cancelled: true), succeeded,
            ],
            not: [storage(done: true, complete: "2022-12-31T23:59:59Z"), storage(done: false), running]),
        DocumentedFilter(
            45, "type:export_entities", [operation(metadata: #"{"type": "export_entities"}"#)],
            not: [operation(metadata: #"{"type": "import_entities"}"#), running]),
        DocumentedFilter(
            47, "labels.run = daily", [operation(labels: ["run": "daily"])],
            not: [operation(labels: ["run": "weekly"]), operation()]),
        DocumentedFilter(48, "done:true", finished, not: unfinished),
        DocumentedFilter(
            49, "collectionIds:a,b", [export], not: [operation(metadata: #"{"collectionIds": ["a", "c"]}"#), running]),
        DocumentedFilter(50, "is_v2(true)", finished + unfinished, not: []),
        DocumentedFilter(50, "is_v2(name)", finished + unfinished, not: []),
    ]

    private static func created(_ record: OperationRecord, _ time: Timestamp) -> OperationRecord {
        var copy = OperationRecord(
            name: record.name, queue: record.queue, createTime: time, timeToLive: record.timeToLive)
        copy.metadata = record.metadata
        return copy
    }
}
