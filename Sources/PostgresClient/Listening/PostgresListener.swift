public import Logging

/// Hears what is told on a channel by NOTIFY, on a connection of its own.
///
/// ```swift
/// let listener = try PostgresListener(configuration, channel: "changes", logger: logger)
/// await listener.listen {
///     await readEverythingSinceThen()
/// } onNotification: { notification in
///     wakeSomebody(notification.payload)
/// }
/// ```
///
/// What is told while there is no connection is lost, hence `onConnect`. A notification may come although the
/// transaction that it is about was seen before, and several as one when they say the same in one transaction.
public struct PostgresListener: Sendable {
    private let configuration: PostgresConfiguration
    private let command: String
    private let logger: Logger
    /// How long nothing is tried after the first failure, doubled with each further one, and how long it may become.
    private static let backoff = (first: Duration.milliseconds(100), longest: Duration.seconds(2))
    private static let commandTime = Duration.seconds(5)

    /// - Parameter channel: 1 to 63 bytes without NUL; upper and lower case differ.
    /// - Throws: ``PostgresError/Kind/misuse`` for another.
    public init(_ configuration: PostgresConfiguration, channel: String, logger: Logger) throws(PostgresError) {
        guard (1...63).contains(channel.utf8.count), !channel.utf8.contains(0) else {
            throw .misuse("A channel has 1 to 63 bytes, without NUL.")
        }
        self.configuration = configuration
        self.logger = logger
        let quoted = channel.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
        command = "LISTEN \"\(quoted)\""
    }

    /// Listens until the task is cancelled; a connection that breaks is made anew, after 0.1 s to 2 s.
    ///
    /// - Parameters:
    ///   - onConnect: Called each time the channel can be heard. What is told from then on is not lost; it is passed on
    ///     when this has returned.
    ///   - onDisconnect: Called each time a connection breaks, or cannot be made.
    ///   - onNotification: Called for each notification, in their order, on a thread that only does this.
    public func listen(
        onConnect: @Sendable () async -> Void, onDisconnect: @Sendable (PostgresError) -> Void = { _ in },
        onNotification: @Sendable (PostgresNotification) -> Void
    ) async {
        let wake = WakePipe()
        await withTaskCancellationHandler {
            var failures = 0
            while !Task.isCancelled {
                do throws(PostgresError) {
                    try await listenOnce(wake, onConnect, onNotification) { failures = 0 }
                } catch {
                    onDisconnect(error)
                    if failures == 0 {
                        logger.warning("Changes cannot be heard; trying again", metadata: error.metadata)
                    }
                    failures += 1
                }
                if !Task.isCancelled { try? await Task.sleep(for: Self.pause(after: failures)) }
            }
        } onCancel: {
            wake?.wake()
        }
    }

    /// Returns when the task was cancelled.
    private func listenOnce(
        _ wake: WakePipe?, _ onConnect: @Sendable () async -> Void,
        _ onNotification: @Sendable (PostgresNotification) -> Void, didConnect: () -> Void
    ) async throws(PostgresError) {
        let connection = try await PostgresConnection.open(configuration)
        try await connection.attempt { session throws(PostgresError) in
            try session.execute(command, within: Self.commandTime)
        }
        didConnect()
        await onConnect()
        try await connection.attempt { session throws(PostgresError) in
            try session.passOnNotifications(until: wake, to: onNotification)
        }
    }

    private static func pause(after failures: Int) -> Duration {
        let doubled = backoff.first * (1 << min(max(0, failures - 1), 10))
        return min(doubled, backoff.longest) * Double.random(in: 0.5...1)
    }
}

extension PostgresSession {
    /// Blocks until the pipe is written to or the connection breaks.
    fileprivate func passOnNotifications(
        until wake: WakePipe?, to receive: (PostgresNotification) -> Void
    ) throws(PostgresError) {
        let handle = try connected()
        var input = DecryptedInput(isEncrypted: isEncrypted)
        while !Task.isCancelled {
            while let notification = handle.nextNotification() { receive(notification) }
            // Without a pipe (there are no files left) the task is asked now and then.
            let wait = input.wait(upTo: wake == nil ? 500 : -1)
            let ready = Poll.wait(handle.socket, or: wake?.reading ?? -1, milliseconds: wait)
            if ready.woken { return }
            guard input.callsForReading(socketIsReadable: ready.reading) else { continue }
            if !handle.consumeInput() || !handle.isOpen { throw broken(handle, nil) }
        }
    }
}
