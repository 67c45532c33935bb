import OperationsWire
import ProtoJSON
import Synchronization

/// The index of the types that are known now, made anew when others are.
final class ReflectionIndexes: Sendable {
    private let types: PayloadTypes
    private let latest = Mutex<(pool: DescriptorPool, index: DescriptorIndex)?>(nil)

    init(_ types: PayloadTypes) {
        self.types = types
    }

    var current: DescriptorIndex {
        let pool = types.transcoder.pool
        if let latest = latest.withLock({ $0 }), latest.pool === pool { return latest.index }
        let index = DescriptorIndex(pool.sources)
        latest.withLock { $0 = (pool, index) }
        return index
    }
}
