import OperationsCore
import OperationsEngine
import OperationsPostgres
import OperationsSQLite

extension ServerStartError {
    /// - Parameter error: what a store said, which is a sentence.
    init(storeError error: any Error) {
        switch error {
        case let error as ServerStartError: self = error
        case let failure as StoreFailure: self.init(failure.sentence, .storeUnavailable)
        case let error as MaintenanceError: self.init(error.description, StoreRefusal(error))
        case let error as SQLiteStoreError: self.init(error.description, StoreRefusal(error))
        case let error as PostgresStoreError: self.init(error.description, StoreRefusal(error))
        default: self.init("\(error)", .storeUnusable)
        }
    }
}

extension StoreRefusal {
    fileprivate init(_ error: MaintenanceError) {
        self =
            switch error {
            case .incomplete, .targetIncomplete: .storeIncomplete
            case .targetNotEmpty: .targetNotEmpty
            case .targetInUse, .targetHeld: .storeInUse
            case .sameStore: .sameStore
            case .misfit: .sourceUnsound
            case .sourceChanged: .sourceChanged
            case .different: .copyDiffers
            }
    }

    fileprivate init(_ error: SQLiteStoreError) {
        self =
            switch error {
            case .cannotOpen: .storeUnusable
            case .inUse: .storeInUse
            case .newerVersion: .storeTooNew
            case .olderVersion: .storeOutdated
            case .missing: .storeNotFound
            }
    }

    fileprivate init(_ error: PostgresStoreError) {
        self =
            switch error {
            case .badConnectionString, .takesNoWrites: .invalidStore
            case .badSchemaName, .notUTF8, .cannotMigrate: .storeUnusable
            case .cannotConnect: .storeUnavailable
            case .newerVersion: .storeTooNew
            case .needsMigration: .storeOutdated
            }
    }
}
