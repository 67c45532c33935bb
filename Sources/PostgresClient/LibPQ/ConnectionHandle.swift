import CLibPQ

/// One connection of libpq, in non-blocking mode: the only place that knows its pointer.
final class ConnectionHandle {
    private let connection: OpaquePointer
    let notices = NoticeLog()
    private var pointers: [UnsafePointer<CChar>?] = []
    private var formats: [Int32] = []

    /// Connects, and blocks as long as that takes: at most `connect_timeout` for each address of each host.
    static func open(_ parameters: [(keyword: String, value: String)]) throws(PostgresError) -> ConnectionHandle {
        let made = CStrings.with(parameters.map(\.keyword)) { keywords in
            CStrings.with(parameters.map(\.value)) { PQconnectdbParams(keywords, $0, 1) }
        }
        guard let made else { throw PostgresError(.cannotConnect, "There is no memory left.", nothingWasSent: true) }
        let handle = ConnectionHandle(owning: made)
        guard handle.isOpen, PQsetnonblocking(made, 1) == 0 else {
            throw PostgresError(.cannotConnect, handle.errorMessage, nothingWasSent: true)
        }
        return handle
    }

    private init(owning connection: OpaquePointer) {
        self.connection = connection
        notices.receive(from: connection)
    }

    deinit {
        PQfinish(connection)
    }

    func makeCancelHandle() -> CancelHandle? {
        CancelHandle(connection)
    }
}

// What it is like.
extension ConnectionHandle {
    var isOpen: Bool { PQstatus(connection) == CONNECTION_OK }
    var socket: Int32 { PQsocket(connection) }
    var backendPID: Int32 { PQbackendPID(connection) }
    var serverVersion: Int { Int(PQserverVersion(connection)) }
    var isEncrypted: Bool { PQsslInUse(connection) != 0 || PQgssEncInUse(connection) != 0 }
    var transactionStatus: PGTransactionStatusType { PQtransactionStatus(connection) }
    var host: String { PQhost(connection).map { String(cString: $0) } ?? "" }
    var port: String { PQport(connection).map { String(cString: $0) } ?? "" }

    var errorMessage: String {
        let message = PQerrorMessage(connection).map { String(cString: $0).onOneLine() } ?? ""
        return message.isEmpty ? "The connection broke." : message
    }
}

// What is sent; each says whether libpq took it.
extension ConnectionHandle {
    func enterPipeline() -> Bool { PQenterPipelineMode(connection) == 1 }
    func exitPipeline() -> Bool { PQexitPipelineMode(connection) == 1 }
    func sendSync() -> Bool { PQpipelineSync(connection) == 1 }
    func sendText(_ sql: String) -> Bool { PQsendQuery(connection, sql) == 1 }

    func sendPrepare(_ statement: PostgresStatement, types: ArraySlice<UInt32>) -> Bool {
        types.withUnsafeBufferPointer {
            PQsendPrepare(connection, statement.name, statement.sql, Int32($0.count), $0.baseAddress) == 1
        }
    }

    /// Sends a statement with its parameters; a kept one must have been prepared before, in this batch or earlier.
    func send(_ statement: PostgresStatement, _ range: Range<Int>, of binder: PostgresBinder) -> Bool {
        while formats.count < range.count { formats.append(1) }
        let count = Int32(range.count)
        return binder.bytes.withUnsafeBytes { bytes in
            pointers.removeAll(keepingCapacity: true)
            for index in range {
                let isNull = binder.lengths[index] < 0
                let start = bytes.baseAddress?.advanced(by: binder.starts[index])
                pointers.append(isNull ? nil : start?.assumingMemoryBound(to: CChar.self))
            }
            return binder.lengths[range].withUnsafeBufferPointer { lengths in
                if statement.isKept {
                    return PQsendQueryPrepared(
                        connection, statement.name, count, pointers, lengths.baseAddress, formats, 1) == 1
                }
                return binder.types[range].withUnsafeBufferPointer { types in
                    PQsendQueryParams(
                        connection, statement.sql, count, types.baseAddress, pointers, lengths.baseAddress, formats, 1)
                        == 1
                }
            }
        }
    }
}

// What comes back.
extension ConnectionHandle {
    /// 0 when all is sent, 1 when the socket takes no more at present, -1 when it is broken.
    func flush() -> Int32 { PQflush(connection) }
    /// Reads what the socket has; false when it is broken.
    func consumeInput() -> Bool { PQconsumeInput(connection) == 1 }
    /// Whether asking for the next result would have to wait.
    var isBusy: Bool { PQisBusy(connection) == 1 }

    func nextResult() -> PostgresResult? {
        PQgetResult(connection).map { PostgresResult(owning: $0) }
    }

    func nextNotification() -> PostgresNotification? {
        guard let notification = PQnotifies(connection) else { return nil }
        defer { PQfreemem(notification) }
        return PostgresNotification(
            channel: String(cString: notification.pointee.relname),
            payload: notification.pointee.extra.map { String(cString: $0) } ?? "",
            backendPID: notification.pointee.be_pid)
    }
}
