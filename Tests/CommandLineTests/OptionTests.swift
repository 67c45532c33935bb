import ArgumentParser
import OperationsAPI
import SwiftProtobuf
import Testing

@testable import longrun

@Suite("Options")
struct OptionTests {
    @Test(
        "read spans of time",
        arguments: [
            ("90", Duration.seconds(90)), ("90s", .seconds(90)), ("1.5h", .seconds(5_400)), ("1h30m", .seconds(5_400)),
            ("2d", .seconds(172_800)), ("250ms", .milliseconds(250)), ("0", .zero),
        ])
    func durations(text: String, duration: Duration) {
        #expect(DurationOption(argument: text)?.duration == duration)
    }

    @Test("refuse what is none", arguments: ["", "s", "5x", "-1", "1h30", "1e3", "nan", "99999999999d", "1..2s"])
    func noDurations(text: String) {
        #expect(DurationOption(argument: text) == nil)
    }

    @Test("read times")
    func times() {
        let now = Google_Protobuf_Timestamp(seconds: 100, nanos: 900_000_000)
        #expect(TimeOption(argument: "1970-01-01T00:01:00Z")?.timestamp(now: now).seconds == 60)
        #expect(
            TimeOption(argument: "1s200ms")?.timestamp(now: now)
                == Google_Protobuf_Timestamp(seconds: 102, nanos: 100_000_000))
        #expect(TimeOption(argument: "tomorrow") == nil)
    }

    @Test("read labels")
    func labels() {
        #expect(LabelOption(argument: "a=b=c").map { [$0.key, $0.value] } == ["a", "b=c"])
        #expect(LabelOption(argument: "a=").map { [$0.key, $0.value] } == ["a", ""])
        #expect(LabelOption(argument: "=b") == nil)
        #expect(LabelOption(argument: "ab") == nil)
    }

    @Test("make a start request")
    func start() throws {
        let command = try #require(
            try Longrun.parseAsRoot([
                "start", "projects/p", "--queue", "q", "--id", "a", "--label", "k=v", "--label", "l=w", "--delay",
                "10s",
                "--deadline", "1h", "--attempt-timeout", "5m", "--max-attempts", "2", "--ttl", "1d", "--priority", "-3",
                "--request", "{\"path\": \"a\"}", "--request-id", "r",
            ]) as? Start)
        let request = try command.operation.request(parent: command.parent, now: .init(seconds: 1_000))
        #expect(request.parent == "projects/p")
        #expect(request.operationID == "a")
        #expect(request.requestID == "r")
        #expect(request.queue == "q")
        #expect(request.labels == ["k": "v", "l": "w"])
        #expect(request.priority == -3)
        #expect(request.scheduleTime.seconds == 1_010)
        #expect(request.deadline.seconds == 4_600)
        #expect(request.attemptTimeout.seconds == 300)
        #expect(request.retryPolicy.maxAttempts == 2)
        #expect(!request.retryPolicy.hasInitialBackoff)
        #expect(request.ttl.seconds == 86_400)
        #expect(try Google_Protobuf_Struct(unpackingAny: request.request).fields["path"]?.stringValue == "a")
    }

    @Test("leave out what was not said")
    func bareStart() throws {
        let command = try #require(try Longrun.parseAsRoot(["start"]) as? Start)
        #expect(try command.operation.request(parent: command.parent) == Longrun_V1_StartOperationRequest())
    }

    @Test("of a command begin behind --")
    func command() throws {
        let work = try #require(
            try Longrun.parseAsRoot(["work", "--queue", "a", "--queue", "b", "--", "sh", "-c", "--output"]) as? Work)
        #expect(work.queues == ["a", "b"])
        #expect(work.command.words == ["sh", "-c", "--output"])
    }

    @Test("tell a missing file from bad JSON", arguments: ["@/no/such/file", "{"])
    func requests(text: String) throws {
        let error = try #require(throws: CommandFailure.self) { try RequestOption(argument: text).payload() }
        #expect(error.status == .usage)
    }
}
