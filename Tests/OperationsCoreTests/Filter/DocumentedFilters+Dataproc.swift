@testable import OperationsCore

extension DocumentedFilter {
    /// An operation as Dataproc shows it; its labels are those of the operation.
    private static func cluster(
        _ status: String, _ name: String = "mycluster", labels: [String: String] = [:], type: String = "CREATE",
        state: OperationState = .running
    ) -> OperationRecord {
        operation(
            "projects/p/regions/r/operations/o", state, labels: labels,
            type: "google.cloud.dataproc.v1.ClusterOperationMetadata",
            metadata: #"{"clusterName": "\#(name)", "operationType": "\#(type)", "status": {"state": "\#(status)"}}"#)
    }

    private static let staging = ["env": "staging"]

    static let dataproc: [DocumentedFilter] = [
        DocumentedFilter(
            14, "status.state = RUNNING AND clusterName = mycluster", [cluster("RUNNING")],
            not: [cluster("DONE"), cluster("PENDING"), cluster("RUNNING", "mycluster2"), running]),
        DocumentedFilter(
            15, "operationType = CREATE", [cluster("DONE")], not: [cluster("DONE", type: "DELETE"), failed]),
        DocumentedFilter(
            16, "status.state = PENDING AND labels.env = staging AND clusterName = mycluster",
            [cluster("PENDING", labels: staging)],
            not: [
                cluster("PENDING"), cluster("PENDING", labels: ["env": "prod"]), cluster("RUNNING", labels: staging),
                cluster("PENDING", "other", labels: staging),
            ]),
        DocumentedFilter(
            17, "status.state = ACTIVE", [cluster("PENDING"), cluster("RUNNING"), running, waiting],
            not: [cluster("DONE", state: .succeeded)] + finished),
        DocumentedFilter(17, "status.state = DONE", [cluster("DONE")] + finished, not: [cluster("RUNNING"), running]),
        DocumentedFilter(
            18, "labels.k1:v1", [operation(labels: ["k1": "v1"])],
            not: [operation(labels: ["k1": "v12"]), operation(labels: ["k2": "v1"]), operation()]),
        DocumentedFilter(
            18, "labels.starred = *", [operation(labels: ["starred": "yes"]), operation(labels: ["starred": ""])],
            not: [operation(labels: ["star": "yes"]), operation()]),
        DocumentedFilter(
            19, #"{"operation_state_matcher": "NON_ACTIVE"}"#, finished, not: unfinished),
        DocumentedFilter(19, #" {"operationStateMatcher":"ACTIVE"}"#, unfinished, not: finished),
        DocumentedFilter(19, #"{"operation_state_matcher": "ALL"}"#, finished + unfinished, not: []),
        DocumentedFilter(
            20, #"{"cluster_name": "mycluster"}"#, [cluster("DONE")], not: [cluster("DONE", "mycluster2"), running]),
        DocumentedFilter(
            20, #"{"project_id": "p"}"#, [cluster("DONE")], not: [operation("projects/p2/operations/o"), running]),
        DocumentedFilter(20, "{}", finished + unfinished, not: []),
        DocumentedFilter(
            20, #"{"cluster_name":"mycluster","operation_state_matcher":"ACTIVE"}"#, [cluster("RUNNING")],
            not: [cluster("DONE", state: .succeeded), cluster("RUNNING", "c")]),
    ]
}
