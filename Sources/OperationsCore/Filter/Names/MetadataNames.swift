/// The fields of metadata that may be named without `metadata.` before them: those by which Google's services document
/// their filters, and those that operation metadata conventionally has. The list is closed, so that a misspelt name is
/// an error and no empty answer.
enum MetadataNames {
    /// True for any spelling of a name in the list.
    static func contains(_ name: String) -> Bool {
        names.contains(NameSpelling.snakeCase(name))
    }

    private static let names: Set<String> = [
        // Named by documented filters.
        "cluster_name", "operation_type", "events", "works_on", "type", "kind", "namespace", "collection_ids",
        "namespace_ids", "service_name", "project_id", "resource_name", "operation_name", "job_names", "database",
        // Conventional members of operation metadata.
        "target", "verb", "status_detail", "api_version", "generic_metadata", "warnings", "resource",
        "resource_names", "partial_failures", "description", "cluster_uuid", "status_history", "child_operation_ids",
        "state_message", "request_resource", "stages", "source_token", "build_name", "method", "insert_time", "user",
        "ephemeral_message", "warning", "api_method_name", "logs_url", "counter", "progress", "progress_documents",
        "progress_bytes", "estimated_work", "completed_work", "work_completed", "work_estimated", "success_count",
        "failure_count", "total_count", "last_update_time", "uri", "model_name", "version", "project_number",
        "output_uri_prefix", "input_uri_prefix", "conversation_id", "source_type", "source_backup", "backup_info",
        "instance_config", "instance_partition", "is_cancellation_requested",
    ]
}
