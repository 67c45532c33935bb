import Synchronization

/// Trailing metadata, set while a call runs and read at its end.
final class TrailerBox: Sendable {
    private let fields = Mutex<MetadataFields>([])

    func set(_ metadata: MetadataFields) {
        fields.withLock { $0 = metadata }
    }

    var metadata: MetadataFields { fields.withLock { $0 } }
}
