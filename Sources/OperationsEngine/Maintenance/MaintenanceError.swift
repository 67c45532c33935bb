public import OperationsCore

/// Why a store was not checked or copied; each a sentence for whoever asked.
public enum MaintenanceError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The store holds a copy that ended before its end.
    case incomplete
    case targetNotEmpty
    /// A server uses the target.
    case targetInUse
    /// Somebody came to the target while it was filled, and stays in the way.
    case targetHeld
    /// The target holds a copy that ended before its end.
    case targetIncomplete
    /// Source and target are one store.
    case sameStore
    /// Items of the source that belong to nothing, or come twice, though it did not change.
    case misfit(kind: ArchiveKind, first: String, last: String)
    /// The source is not what it was when it was read first.
    case sourceChanged
    /// The two stores hold different things after all.
    case different(source: StoreContents, target: StoreContents)

    public var description: String {
        switch self {
        case .incomplete: Self.incompleteCopy
        case .targetNotEmpty:
            "The target is not empty, and nothing is ever overwritten. Name a store that holds nothing."
        case .targetInUse:
            "The target is in use by a longrun server, which would not know what is copied into it. Stop every server that "
                + "uses it, then copy."
        case .targetHeld:
            "Another session works with the tables of the target and does not let go of them, so that the copy could not be "
                + "brought to its end. End that session, remove the target and copy again."
        case .targetIncomplete: "The target holds a copy that was interrupted. Remove it and copy again."
        case .sameStore: "The source and the target are the same store. Name two."
        case .misfit(let kind, let first, let last):
            "Among the \(kind.noun) from '\(first)' to '\(last)' are some that belong to nothing in the source, or stand "
                + "there twice, so that the target does not take them. 'longrun store check' says more of the source. "
                + "Remove the target before you copy again."
        case .sourceChanged:
            "The source changed while it was copied. Stop every server that uses it, remove the target and copy again."
        case .different(let source, let target):
            "The copy differs from its source (\(Self.difference(source, target))). Remove it and copy again."
        }
    }

    /// What is wrong with a store that was filled in part.
    public static let incompleteCopy =
        "The store holds a copy that was interrupted, so that a part is missing. Remove it and copy again."

    private static func difference(_ source: StoreContents, _ target: StoreContents) -> String {
        let kinds = ArchiveKind.allCases.filter { source.count(of: $0) != target.count(of: $0) }
        guard !kinds.isEmpty else { return "digest \(source.digest) became \(target.digest)" }
        return kinds.map { "\($0.noun): \(source.count(of: $0)) became \(target.count(of: $0))" }.joined(
            separator: ", ")
    }
}

extension ArchiveKind {
    /// For people.
    public var noun: String {
        switch self {
        case .operations: "operations"
        case .history: "lines of history"
        case .tombstones: "tombstones"
        case .starts: "remembered starts"
        case .descriptorSets: "descriptor sets"
        case .policies: "policies"
        }
    }
}
