/// The bounds that hold everywhere; defaults that can be configured stand in the engine's settings.
public enum Limits {
    /// A lease lasts 1 s to 1 h.
    public static let leaseDuration = Duration.seconds(1)...Duration.seconds(3_600)
    public static let defaultLeaseDuration = Duration.seconds(30)
    /// Tries in all: 1 to 100,000.
    public static let maxAttempts: ClosedRange<Int32> = 1...100_000
    /// Operations in one batch, and leases in one call.
    public static let batchSize = 1_000
    public static let labelCount = 64
    public static let labelKeyLength = 63
    public static let labelValueLength = 256
    public static let queueLength = 128
    public static let workerIDLength = 256
    public static let statusMessageLength = 4_096
    public static let queuesInLease = 100
    /// No span that a caller gives is longer than this: the range of `google.protobuf.Duration`.
    public static let longestDuration = Duration.seconds(315_576_000_000)
    public static let defaultQueue = "default"
    /// Metadata and result together: 4 MiB less 64 KiB, so that any client can receive the operation.
    public static let publicOperationSize = 4 * 1_024 * 1_024 - 64 * 1_024
    /// What clients receive by default: 4 MiB, less 16 KiB for what stands around it.
    public static let answerSize = 4 * 1_024 * 1_024 - 16 * 1_024
    /// The error of one attempt, details included: 256 KiB.
    public static let errorSize = 256 * 1_024
    /// A page, or an answer with leases, ends early here: 3.5 MiB.
    public static let pageByteSize = 3_584 * 1_024
    /// What a store reads at once of that for which the time has come, unless asked otherwise: 16 MiB.
    public static let sweepByteSize = 16 * 1_024 * 1_024
}
