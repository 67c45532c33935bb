@testable import OperationsCore

extension DocumentedFilter {
    private static let databases = "google.spanner.admin.database.v1."
    private static let instances = "google.spanner.admin.instance.v1."

    /// An operation whose metadata is of one of Spanner's types.
    private static func spanner(
        _ type: String, _ metadata: String, state: OperationState = .failed, name: String = "operations/x"
    ) -> OperationRecord {
        operation(name, state, type: type, metadata: metadata)
    }

    private static func restore(
        source: String = "BACKUP", backup: String = "projects/p/instances/i/backups/backup_howl_1",
        name: String = "projects/p/instances/i/databases/restored_howl", start: String = "2018-03-28T14:49:59Z",
        state: OperationState = .failed, type: String = "RestoreDatabaseMetadata"
    ) -> OperationRecord {
        spanner(
            databases + type,
            """
            {"name": "\(name)", "sourceType": "\(source)", "backupInfo": {"backup": "\(backup)"},
             "progress": {"startTime": "\(start)", "progressPercent": 40}}
            """, state: state)
    }

    private static func backup(
        _ database: String = "projects/p/instances/i/databases/prod", name: String = "b/howl",
        start: String = "2018-03-01T00:00:00Z", state: OperationState = .failed,
        type: String = "CreateBackupMetadata"
    ) -> OperationRecord {
        spanner(
            databases + type,
            #"{"database": "\#(database)", "name": "\#(name)", "progress": {"startTime": "\#(start)"}}"#, state: state)
    }

    private static func copy(
        _ source: String = "projects/p/instances/i/backups/b", start: String = "2022-01-01T00:00:00Z",
        state: OperationState = .failed
    ) -> OperationRecord {
        spanner(
            databases + "CopyBackupMetadata",
            #"{"name": "copy", "sourceBackup": "\#(source)", "progress": {"startTime": "\#(start)"}}"#, state: state)
    }

    static let spanner: [DocumentedFilter] = [
        DocumentedFilter(1, "done:true", finished, not: unfinished),
        DocumentedFilter(
            2,
            """
            (metadata.@type=type.googleapis.com/google.spanner.admin.database.v1.RestoreDatabaseMetadata) AND \
            (metadata.source_type:BACKUP) AND (metadata.backup_info.backup:backup_howl) AND \
            (metadata.name:restored_howl) AND (metadata.progress.start_time < "2018-03-28T14:50:00Z") AND (error:*)
            """,
            [restore(), restore(start: "2018-03-28T16:49:59.999+02:00")],
            not: [
                restore(source: "CLONE"), restore(backup: "projects/p/instances/i/backups/other"),
                restore(name: "projects/p/instances/i/databases/howl"), restore(start: "2018-03-28T14:50:00Z"),
                restore(start: "2018-03-28T14:49:59-00:01"), restore(state: .succeeded), restore(state: .running),
                restore(type: "CreateDatabaseMetadata"), failed,
            ]),
        DocumentedFilter(
            3,
            "(metadata.@type=type.googleapis.com/google.spanner.admin.database.v1.CreateBackupMetadata) AND "
                + "metadata.database:prod",
            [backup(state: .running), backup("projects/p/instances/i/databases/nonprod", state: .succeeded)],
            not: [backup("projects/p/instances/i/databases/test"), backup(type: "CopyBackupMetadata"), running]),
        DocumentedFilter(
            4,
            """
            (metadata.@type=type.googleapis.com/google.spanner.admin.database.v1.CreateBackupMetadata) AND \
            (metadata.name:howl) AND (metadata.progress.start_time < "2018-03-28T14:50:00Z") AND (error:*)
            """,
            [backup(), backup(state: .cancelled)],
            not: [
                backup(name: "b/bark"), backup(start: "2018-03-28T14:50:00Z"), backup(state: .succeeded),
                backup(state: .running),
            ]),
        DocumentedFilter(
            5,
            """
            (metadata.@type=type.googleapis.com/google.spanner.admin.database.v1.CopyBackupMetadata) AND \
            (metadata.source_backup:test) AND (metadata.progress.start_time < "2022-01-18T14:50:00Z") AND (error:*)
            """,
            [copy("projects/p/instances/i/backups/test_1")],
            not: [
                copy(), copy("b/test", start: "2022-01-19T00:00:00Z"), copy("b/test", state: .succeeded),
                backup("test"),
            ]),
        DocumentedFilter(
            6, row6,
            [
                backup("d/test_db", state: .failed), copy("b/test_bkp", state: .failed),
                copy("b/test_bkp_2", state: .cancelled),
            ],
            not: [
                backup("d/test_db", state: .succeeded), copy("b/test_bkp", state: .running), backup("d/test_bkp"),
                copy("b/test_db"), failed,
            ]),
        DocumentedFilter(
            7,
            """
            (metadata.@type=type.googleapis.com/google.spanner.admin.instance.v1.CreateInstanceConfigMetadata) AND \
            (metadata.instance_config.name:custom-config) AND \
            (metadata.progress.start_time < "2021-03-28T14:50:00Z") AND (error:*)
            """,
            [config("custom-config-eur")],
            not: [
                config("nam3"), config("custom-config", state: .succeeded),
                config("custom-config", start: "2021-04-01"),
            ]),
        DocumentedFilter(
            8,
            """
            (metadata.@type=type.googleapis.com/google.spanner.admin.instance.v1.CreateInstancePartitionMetadata) AND \
            (metadata.instance_partition.name:custom-instance-partition) AND \
            (metadata.start_time < "2021-03-28T14:50:00Z") AND (error:*)
            """,
            [partition("custom-instance-partition")],
            not: [
                partition("default"), partition("custom-instance-partition", start: "2021-03-28T14:50:00.1Z"),
                partition("custom-instance-partition", state: .running), config("custom-instance-partition"),
            ]),
        DocumentedFilter(
            9,
            "(metadata.database:my-db) AND "
                + "(metadata.@type:type.googleapis.com/google.spanner.admin.database.v1.CreateBackupMetadata)",
            [backup("d/my-db-7")], not: [backup("d/mydb"), backup("d/my-db", type: "CreateDatabaseMetadata")]),
        DocumentedFilter(
            10,
            "(metadata.@type:type.googleapis.com/google.spanner.admin.database.v1.OptimizeRestoredDatabaseMetadata)",
            [spanner(databases + "OptimizeRestoredDatabaseMetadata", "{}", state: .running)],
            not: [restore(), operation()]),
        DocumentedFilter(
            11,
            "(metadata.@type:type.googleapis.com/google.spanner.admin.database.v1.CopyBackupMetadata) AND "
                + "(metadata.source_backup=projects/p/instances/i/backups/b)",
            [copy(state: .succeeded)],
            not: [copy("projects/p/instances/i/backups/bb"), copy("x/projects/p/instances/i/backups/b"), backup()]),
        DocumentedFilter(
            12,
            "(metadata.@type:type.googleapis.com/google.spanner.admin.database.v1.CreateDatabaseMetadata) AND "
                + "(name:projects/p/instances/i/databases/d/operations/)",
            [create(name: "projects/p/instances/i/databases/d/operations/o1")],
            not: [
                create(name: "projects/p/instances/i/databases/d2/operations/o1"),
                spanner(databases + "X", "{}", name: "projects/p/instances/i/databases/d/operations/o1"),
            ]),
        DocumentedFilter(
            13, #"metadata.database:"projects/p/instances/i/databases/d""#,
            [backup("projects/p/instances/i/databases/d"), backup("projects/p/instances/i/databases/d2")],
            not: [backup("projects/p/instances/j/databases/d"), running]),
    ]

    static let row6 = """
        ((metadata.@type=type.googleapis.com/google.spanner.admin.database.v1.CreateBackupMetadata) AND \
        (metadata.database:test_db)) OR \
        ((metadata.@type=type.googleapis.com/google.spanner.admin.database.v1.CopyBackupMetadata) AND \
        (metadata.source_backup:test_bkp)) AND (error:*)
        """

    private static func config(
        _ name: String, state: OperationState = .failed, start: String = "2021-01-01T00:00:00Z"
    ) -> OperationRecord {
        spanner(
            instances + "CreateInstanceConfigMetadata",
            #"{"instanceConfig": {"name": "\#(name)"}, "progress": {"startTime": "\#(start)"}}"#, state: state)
    }

    private static func partition(
        _ name: String, state: OperationState = .failed, start: String = "2021-01-01T00:00:00Z"
    ) -> OperationRecord {
        spanner(
            instances + "CreateInstancePartitionMetadata",
            #"{"instancePartition": {"name": "\#(name)"}, "startTime": "\#(start)"}"#, state: state)
    }

    private static func create(name: String) -> OperationRecord {
        spanner(databases + "CreateDatabaseMetadata", #"{"database": "d"}"#, state: .running, name: name)
    }
}
