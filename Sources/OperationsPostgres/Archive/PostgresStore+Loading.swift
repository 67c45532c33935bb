public import OperationsCore
import PostgresClient
import Synchronization

extension PostgresStore: ArchivableStore {
    public func beginLoading(secret: [UInt8], lastPosition: Int64) async throws {
        let first = FeedNumber(behind: lastPosition).number
        try await onWriter { session in
            try StoreLoading(session).transact { loading in
                try loading.begin(secret: secret, firstCommit: first)
            }
        }
        state.withLock { $0.secret = secret }
    }

    public func load(_ items: [ArchiveItem]) async throws {
        let time = options.time
        try await onWriter { session in
            let loading = StoreLoading(session)
            try loading.makePartitions(for: items, time: time)
            try loading.transact { try $0.load(items) }
        }
    }

    public func endLoading() async throws {
        try await onWriter { session in
            try StoreLoading(session).transact { try $0.end() }
        }
    }
}
