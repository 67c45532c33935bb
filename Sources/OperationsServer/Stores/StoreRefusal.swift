public import OperationsCore

/// Why a command about stores did not do its work, for programs: stable words, as those of ``ErrorReason``.
public enum StoreRefusal: String, Hashable, Sendable, CaseIterable {
    /// What was typed cannot be the name of a store, or not of one that keeps anything.
    case invalidStore = "INVALID_STORE"
    case sameStore = "SAME_STORE"
    case storeNotFound = "STORE_NOT_FOUND"
    case storeInUse = "STORE_IN_USE"
    /// 'longrun store migrate' helps.
    case storeOutdated = "STORE_OUTDATED"
    /// Another version of longrun is needed.
    case storeTooNew = "STORE_TOO_NEW"
    /// It holds a copy that ended before its end.
    case storeIncomplete = "STORE_INCOMPLETE"
    case targetNotEmpty = "TARGET_NOT_EMPTY"
    case sourceChanged = "SOURCE_CHANGED"
    case sourceUnsound = "SOURCE_UNSOUND"
    case copyDiffers = "COPY_DIFFERS"
    /// A check has found something.
    case storeFaulty = "STORE_FAULTY"
    case storeUnavailable = "STORE_UNAVAILABLE"
    /// It cannot be opened, or brought up to date.
    case storeUnusable = "STORE_UNUSABLE"

    /// The code of google.rpc that goes with it.
    public var code: StatusCode {
        switch self {
        case .invalidStore, .sameStore: .invalidArgument
        case .storeNotFound: .notFound
        case .storeInUse, .storeOutdated, .storeTooNew, .storeIncomplete, .targetNotEmpty, .sourceUnsound,
            .storeUnusable:
            .failedPrecondition
        case .sourceChanged: .aborted
        case .copyDiffers, .storeFaulty: .dataLoss
        case .storeUnavailable: .unavailable
        }
    }

    /// True when the same words can never succeed.
    public var isUsage: Bool { self == .invalidStore || self == .sameStore }
}
