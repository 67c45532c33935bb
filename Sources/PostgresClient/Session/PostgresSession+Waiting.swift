import CLibPQ

extension PostgresSession {
    /// The next result; nil where a statement's results end, or where there are none because the connection broke.
    func next(on handle: ConnectionHandle, until deadline: Deadline) throws(PostgresError) -> PostgresResult? {
        try waitForResult(on: handle, until: deadline)
        return handle.nextResult()
    }

    /// Sends what is left to send, and reads meanwhile, so that neither side waits for the other for good.
    private func waitForResult(on handle: ConnectionHandle, until deadline: Deadline) throws(PostgresError) {
        var unsent = handle.flush()
        var input = DecryptedInput(isEncrypted: isEncrypted)
        while handle.isBusy {
            // What has been read of a broken connection is still worth hearing: it may say why.
            guard handle.isOpen, handle.socket >= 0, unsent >= 0 else { return }
            let wait = input.wait(upTo: deadline.milliseconds)
            let ready = Poll.wait(handle.socket, forWriting: unsent > 0, milliseconds: wait)
            if ready.writing { unsent = handle.flush() }
            if input.callsForReading(socketIsReadable: ready.reading) {
                guard handle.consumeInput() else { return }
                if unsent > 0 { unsent = handle.flush() }
            }
            if !ready.reading, !ready.writing, deadline.isOver, handle.isBusy {
                throw lose(
                    PostgresError(.timedOut, "The server did not answer in time; the connection was closed."))
            }
        }
    }

    /// What the server says about a statement. An error that ends the connection says nothing about the statement.
    func serverError(
        _ result: PostgresResult, _ statement: PostgresStatement?, on handle: ConnectionHandle
    ) throws(PostgresError) -> PostgresError {
        let code = result.field(.sqlState)
        let severity = result.field(.severity)
        guard let code, severity != "FATAL", severity != "PANIC", handle.isOpen else {
            let message = result.field(.message) ?? result.errorMessage.onOneLine()
            throw lose(PostgresError(.connectionLost, message, sqlState: code.map(SQLState.init)))
        }
        let state = SQLState(code)
        if state == .invalidStatementName || state == .featureNotSupported { isStale = true }
        return PostgresError(
            .server(state), result.field(.message) ?? "", sqlState: state, detail: result.field(.detail),
            hint: result.field(.hint), constraint: result.field(.constraint), table: result.field(.table),
            statement: statement?.name)
    }

    /// The connection ended where something was still to come. An error before that keeps its code.
    func broken(_ handle: ConnectionHandle, _ failure: PostgresError?) -> PostgresError {
        let farewell = handle.notices.farewell
        return lose(
            PostgresError(
                .connectionLost, farewell?.message ?? failure?.message ?? handle.errorMessage,
                sqlState: farewell?.sqlState ?? failure?.sqlState))
    }

    /// COPY, for example: nothing here would feed it.
    func unexpected(_ result: PostgresResult) -> PostgresError {
        lose(PostgresError(.connectionLost, "The server answered out of turn; statements like COPY are not for here."))
    }

    /// Runs a text of one or several statements without parameters, and drops their rows. Several are one transaction
    /// unless the text has BEGIN and COMMIT itself.
    ///
    /// Throws like ``flush(within:)``. What was queued stays queued.
    public func execute(_ sql: String, within limit: Duration) throws(PostgresError) {
        let handle = try connected()
        guard !sql.utf8.contains(0) else { throw .misuse("The statement has a NUL in it.") }
        handle.notices.removeAll()
        guard handle.sendText(sql) else { throw broken(handle, nil) }
        let deadline = Deadline(within: limit)
        var failure: PostgresError?
        while let result = try next(on: handle, until: deadline) {
            switch result.status {
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: continue
            case PGRES_FATAL_ERROR: failure = try serverError(result, nil, on: handle)
            default: throw unexpected(result)
            }
        }
        guard handle.isOpen else { throw broken(handle, failure) }
        if let failure { throw failure }
    }
}
