import OperationsAPI
import OperationsCore
import SwiftProtobuf
import Testing

@testable import OperationsWorker

@Suite("File descriptor 3")
struct ProgressLineTests {
    @Test(
        "takes progress with and without text",
        arguments: [
            ("progress 40 reading page 12", 40, "reading page 12"), ("progress 0", 0, nil), ("progress 100 ", 100, nil),
            ("progress 40% nearly", 40, "nearly"), ("progress 33.9 x", 33, "x"), ("  progress\t7\tx  y \r", 7, "x  y"),
        ] as [(String, Int, String?)])
    func lines(text: String, percent: Int, message: String?) throws {
        let line = try #require(ProgressLine(text))
        #expect(line.percent == percent)
        #expect(line.message == message)
    }

    @Test(
        "passes over everything else",
        arguments: [
            "", "progress", "progress x", "progress -1", "progress 101", "progress nan", "done 4", "Progress 4",
        ])
    func noise(text: String) {
        #expect(ProgressLine(text) == nil)
    }

    @Test("gives lines, however they come")
    func splitting() {
        var splitter = LineSplitter()
        #expect(splitter.add("on".utf8) == [])
        #expect(splitter.add("e\ntwo\n\nth".utf8) == ["one", "two", ""])
        #expect(splitter.finish() == "th")
        #expect(splitter.finish() == nil)
        let long = splitter.add(Array(repeating: UInt8(ascii: "x"), count: 100_000) + [UInt8(ascii: "\n")])
        #expect(long.first?.utf8.count == LineSplitter.longestLine)
    }
}

@Suite("Output that is kept")
struct CapturedOutputTests {
    @Test("begins at the start, and knows that more came")
    func start() {
        var output = CapturedOutput(limit: 4, overflow: .keepStart)
        output.add([1, 2, 3])
        #expect(!output.isCut)
        output.add([4])
        #expect(!output.isCut)
        output.add([5, 6])
        #expect(Array(output.bytes) == [1, 2, 3, 4])
        #expect(output.isCut)
    }

    @Test("or ends at the end")
    func end() {
        var output = CapturedOutput(limit: 4, overflow: .keepEnd)
        for byte in 1...21 { output.add([UInt8(byte)]) }
        #expect(Array(output.bytes) == [18, 19, 20, 21])
        #expect(output.isCut)
    }

    @Test("as text begins with a whole line")
    func text() {
        var output = CapturedOutput(limit: 10, overflow: .keepEnd)
        output.add(Array("first line\nlast".utf8))
        #expect(output.text == "last")
    }
}

@Suite("The end of a command")
struct CommandEndTests {
    private func outcome(
        _ exit: ChildExit, output: String = "", errors: String = "", stopped: Bool = false, limit: Int = 100
    ) -> AttemptOutcome {
        var end = CommandEnd(
            exit: exit, output: .init(limit: limit, overflow: .keepStart), errors: .init(limit: 50, overflow: .keepEnd),
            wasStopped: stopped)
        end.output.add(Array(output.utf8))
        end.errors.add(Array(errors.utf8))
        return end.outcome
    }

    @Test("with status 0 is success")
    func success() throws {
        #expect(outcome(.status(0)) == .succeeded(nil))
        #expect(outcome(.status(0), output: "x") == .succeeded(try .init(message: Google_Protobuf_StringValue("x"))))
        #expect(outcome(.status(0), stopped: true) == .succeeded(nil))
    }

    @Test("with status 75 is worth another attempt, if the policy says so")
    func temporary() {
        #expect(
            outcome(.status(75))
                == .failed(.init(.unavailable, "The command ended with exit status 75."), retryable: nil))
    }

    @Test("with any other status or by a signal is a failure that tells what the command said")
    func failure() {
        #expect(
            outcome(.status(3), errors: "a\nb\n")
                == .failed(.init(.unknown, "The command ended with exit status 3:\na\nb"), retryable: nil))
        #expect(
            outcome(.signal(9)) == .failed(.init(.unknown, "The command was ended by signal 9 (KILL)."), retryable: nil)
        )
    }

    @Test("after it was asked to stop is a cancellation")
    func stopped() {
        #expect(outcome(.signal(15), stopped: true) == .cancelled("The command was stopped."))
        #expect(outcome(.status(75), stopped: true) == .cancelled("The command was stopped."))
    }

    @Test("with too much output, or a response of no known type, is a failure for good")
    func noResponse() {
        for end in [outcome(.status(0), output: "12345", limit: 4), outcome(.status(0), output: "{\"@type\":\"a/b\"}")]
        {
            guard case .failed(_, retryable: false) = end else {
                Issue.record("\(end)")
                continue
            }
        }
    }

    @Test("is read from a wait status")
    func waitStatus() {
        #expect(ChildExit(waitStatus: 0) == .status(0))
        #expect(ChildExit(waitStatus: 75 << 8) == .status(75))
        #expect(ChildExit(waitStatus: 15) == .signal(15))
        #expect(ChildExit(waitStatus: 11 | 0x80) == .signal(11))
    }

    @Test("that must stop comes by TERM, then by KILL")
    func supervision() {
        var supervision = ChildSupervision(grace: .seconds(10))
        #expect(supervision.step(now: .zero, mustStop: false) == .wait(until: nil))
        #expect(supervision.step(now: .seconds(1), mustStop: true) == .terminate)
        #expect(supervision.step(now: .seconds(2), mustStop: true) == .wait(until: .seconds(11)))
        #expect(supervision.step(now: .seconds(11), mustStop: true) == .kill)
        #expect(supervision.step(now: .seconds(12), mustStop: true) == .wait(until: nil))
    }

    @Test("learns what it works on from its environment")
    func environment() {
        var lease = Longrun_V1_Lease()
        lease.name = "operations/a"
        lease.attempt = 2
        lease.queue = "q"
        lease.labels = ["team": "blue", "Build-No.": "7"]
        #expect(
            CommandEnvironment.variables(for: lease) == [
                "LONGRUN_OPERATION": "operations/a", "LONGRUN_ATTEMPT": "2", "LONGRUN_QUEUE": "q",
                "LONGRUN_PROGRESS_FD": "3", "LONGRUN_LABEL_TEAM": "blue", "LONGRUN_LABEL_BUILD_NO_": "7",
            ])
    }
}
