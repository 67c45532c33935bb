import ArgumentParser
import OperationsAPI
import SwiftProtobuf

/// What an operation is started with.
struct StartOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Where workers find it. (default: default)", valueName: "queue"))
    var queue = ""

    @Option(help: ArgumentHelp("The last part of its name. (default: the server makes one)", valueName: "id"))
    var id = ""

    @Option(
        help: ArgumentHelp(
            "What to do: JSON, @FILE, or @- for standard input. An object with \"@type\" is that message, another "
                + "object a Struct, anything else a Value.",
            valueName: "json|@file|@-"))
    var request: RequestOption?

    @Option(name: .customLong("label"), help: ArgumentHelp("A label; may be repeated.", valueName: "key=value"))
    var labels: [LabelOption] = []

    @Option(help: ArgumentHelp("A UUID that makes the start safe to repeat. (default: a new one)", valueName: "uuid"))
    var requestID = ""

    @Option(parsing: .unconditional, help: ArgumentHelp("Higher is leased first.", valueName: "n"))
    var priority: Int32 = 0

    @Option(help: ArgumentHelp("Not before this span is over.", valueName: "span"))
    var delay: DurationOption?

    @Option(help: ArgumentHelp("Not before this time (RFC 3339).", valueName: "time"))
    var scheduleTime: TimeOption?

    @Option(help: ArgumentHelp("Fails if it is not done by this time (RFC 3339), or in this span.", valueName: "time"))
    var deadline: TimeOption?

    @Option(help: ArgumentHelp("How long one attempt may take. (default: no limit)", valueName: "span"))
    var attemptTimeout: DurationOption?

    @Option(help: ArgumentHelp("Attempts in all. (default: 5)", valueName: "n"))
    var maxAttempts: Int32?

    @Option(help: ArgumentHelp("How long it is kept after its end. (default: 30d)", valueName: "span"))
    var ttl: DurationOption?

    func validate() throws {
        if delay != nil, scheduleTime != nil {
            throw ValidationError("--delay and --schedule-time exclude each other.")
        }
    }

    /// - Throws: ``CommandFailure`` when the request cannot be read.
    func request(parent: String, now: Google_Protobuf_Timestamp = .now) throws -> Longrun_V1_StartOperationRequest {
        var message = Longrun_V1_StartOperationRequest()
        message.parent = parent
        message.operationID = id
        message.requestID = requestID
        message.queue = queue
        message.labels = labels.dictionary
        message.priority = priority
        if let request { message.request = try request.payload() }
        if let delay { message.scheduleTime = TimeOption.after(delay.duration).timestamp(now: now) }
        if let scheduleTime { message.scheduleTime = scheduleTime.timestamp(now: now) }
        if let deadline { message.deadline = deadline.timestamp(now: now) }
        if let attemptTimeout { message.attemptTimeout = Google_Protobuf_Duration(rounding: attemptTimeout.duration) }
        if let maxAttempts { message.retryPolicy.maxAttempts = maxAttempts }
        if let ttl { message.ttl = Google_Protobuf_Duration(rounding: ttl.duration) }
        return message
    }
}
