public import OperationsCore

/// What a check of a store has found.
public struct StoreCheckReport: Hashable, Sendable {
    /// Faults that are listed at the most; 100.
    public static let listedFaults = 100

    /// What the schema consists of, oldest first.
    public let schema: [String]
    /// What was read.
    public let counts: [ArchiveKind: Int]
    /// The fingerprint of it all; nil when something could not be read, or changed while it was.
    public let digest: String?
    public let faults: [StoreFault]
    /// All, those included that are not listed.
    public let faultCount: Int

    public var isSound: Bool { faultCount == 0 }
}

/// One thing that is not as it must be.
public struct StoreFault: Hashable, Sendable {
    /// The name of what is wrong; empty when it is the store itself.
    public let subject: String
    /// What is wrong, as a sentence.
    public let sentence: String

    public init(subject: String = "", sentence: String) {
        self.subject = subject
        self.sentence = sentence
    }
}

/// Collects faults, and keeps the first of them.
struct FaultList {
    private(set) var listed: [StoreFault] = []
    private(set) var count = 0

    mutating func add(_ sentence: String, about subject: String = "") {
        count += 1
        guard listed.count < StoreCheckReport.listedFaults else { return }
        listed.append(StoreFault(subject: subject, sentence: sentence))
    }
}
