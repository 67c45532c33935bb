import OperationsAPI
import OperationsClient
import OperationsWire
import OperationsWorker
import Synchronization

/// What `longrun work` says: one line for each attempt, and a line when the server goes or comes back.
final class WorkerLog: Sendable {
    private let format: OutputFormat
    private let queues: [String]
    private let isCutOff = Mutex(false)

    init(format: OutputFormat, queues: [String]) {
        self.format = format
        self.queues = queues
    }

    func began(endpoint: Endpoint) {
        say("taking work from \(queues.joined(separator: ", ")) at \(endpoint)")
    }

    func write(_ event: WorkerEvent) {
        switch event {
        case .began: break
        case .ended(let lease, let end, let span): attempt(lease, end, span)
        case .waitingForServer(let error, _):
            let isNews = isCutOff.withLock { isCutOff in
                defer { isCutOff = true }
                return !isCutOff
            }
            if isNews { say("\(error); asking again until it answers") }
        case .serverIsBack:
            isCutOff.withLock { $0 = false }
            say("the server answers again")
        case .draining(let attempts):
            say(attempts == 0 ? "stopping" : "stopping; waiting for \(attempts) to finish")
        }
    }

    private func say(_ sentence: String) {
        if format == .text { Console.printError("longrun: \(sentence)") }
    }

    private func attempt(_ lease: Longrun_V1_Lease, _ end: AttemptEnd, _ span: Duration) {
        switch format {
        case .text:
            let line = "\(lease.name) attempt \(lease.attempt) \(Self.sentence(end)) after \(span.shortText)"
            Console.printError("longrun: \(Table.printable(line))")
        case .json: Console.print(Self.json(lease, end, span))
        }
    }

    static func sentence(_ end: AttemptEnd) -> String {
        switch end {
        case .completed: "succeeded"
        case .failed(let status, let isLast): "failed\(isLast ? "" : ", to be tried again") (\(status.text))"
        case .cancelled: "was cancelled"
        case .released: "was given back"
        case .dropped(.operationDeleted): "was dropped: the operation was deleted"
        case .dropped: "was dropped: the lease was lost"
        case .unreported(let error): "could not be reported (\(error))"
        }
    }

    private static func json(_ lease: Longrun_V1_Lease, _ end: AttemptEnd, _ span: Duration) -> String {
        var writer = JSONWriter()
        writer.object { object in
            object.key("name")
            object.string(lease.name)
            object.key("attempt")
            object.number(lease.attempt)
            object.key("outcome")
            object.string(outcome(end))
            object.key("milliseconds")
            object.number(span.components.seconds * 1_000 + span.components.attoseconds / 1_000_000_000_000_000)
            if case .failed(let status, _) = end {
                object.key("error")
                object.raw(MessageJSON.bytes(status))
            }
        }
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private static func outcome(_ end: AttemptEnd) -> String {
        switch end {
        case .completed: "SUCCEEDED"
        case .failed(_, let isLast): isLast ? "FAILED" : "RETRY_SCHEDULED"
        case .cancelled: "CANCELLED"
        case .released: "RELEASED"
        case .dropped: "DROPPED"
        case .unreported: "UNREPORTED"
        }
    }
}
