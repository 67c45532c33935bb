import OperationsCore
public import SwiftProtobuf

/// What a worker says about its progress. What is absent stays as it was.
public struct ProgressReport: Hashable, Sendable {
    /// 0 to 100.
    public var percent: Int?
    /// What is going on, for a person.
    public var message: String?
    /// The operation's new metadata.
    public var metadata: Google_Protobuf_Any?

    /// - Parameters:
    ///   - percent: moved to the nearest end of 0 to 100.
    ///   - message: cut to 4,096 bytes.
    public init(percent: Int? = nil, message: String? = nil, metadata: Google_Protobuf_Any? = nil) {
        self.percent = percent.map { min(100, max(0, $0)) }
        self.message = message.map(Self.shortened)
        self.metadata = metadata
    }

    /// This report with what `newer` says instead.
    func updated(by newer: ProgressReport?) -> ProgressReport {
        guard let newer else { return self }
        var report = self
        report.percent = newer.percent ?? percent
        report.message = newer.message ?? message
        report.metadata = newer.metadata ?? metadata
        return report
    }

    private static func shortened(_ text: String) -> String {
        var text = Substring(text)
        while text.utf8.count > Limits.statusMessageLength { text.removeLast() }
        return String(text)
    }
}
