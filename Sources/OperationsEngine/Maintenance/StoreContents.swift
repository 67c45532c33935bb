public import OperationsCore

/// How much a store holds, and a fingerprint of all of it; equal in two stores that hold the same.
public struct StoreContents: Hashable, Sendable {
    /// The bytes of every store's secret.
    static let secretSize = 32

    public let counts: [ArchiveKind: Int]
    /// SHA-256 over the canonical encoding of every item, and over the store's secret; 64 hexadecimal digits.
    public let digest: String

    public func count(of kind: ArchiveKind) -> Int { counts[kind] ?? 0 }
}

/// Which part of the work is under way, told after each page.
public struct MaintenanceProgress: Hashable, Sendable {
    public enum Step: Hashable, Sendable {
        case copying, verifyingSource, verifyingTarget, checking
    }

    public let step: Step
    public let kind: ArchiveKind
    /// The items of this kind so far.
    public let count: Int
}

public typealias MaintenanceReport = @Sendable (MaintenanceProgress) -> Void
