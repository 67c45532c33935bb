import OperationsAPI
import OperationsClient
import OperationsWorker
import SwiftProtobuf
import Testing

@testable import longrun

@Suite("Output")
struct OutputTests {
    private var record: Longrun_V1_OperationRecord {
        var record = Longrun_V1_OperationRecord()
        record.name = "operations/a"
        record.state = .running
        record.queue = "q"
        record.attempt = 1
        record.progressPercent = 40
        record.statusMessage = "reading"
        record.createTime = Google_Protobuf_Timestamp(seconds: 0)
        return record
    }

    @Test("in tables stands in columns")
    func table() {
        var table = Table(["NAME", "N"], numbers: [1])
        table.add(["a", "1"])
        table.add(["longer", "200"])
        #expect(
            table.text == """
                NAME      N
                a         1
                longer  200
                """)
        #expect(Table(["NAME"]).text == "NAME")
    }

    @Test("moves no cursor")
    func printable() {
        #expect(Table.printable("a\u{1B}[2Kb\nc\td") == "a?[2Kb c d")
    }

    @Test("lists records")
    func list() {
        #expect(
            RecordText.list([record], now: .init(seconds: 150)) == """
                NAME          STATE    PROGRESS  QUEUE  ATTEMPT  AGE
                operations/a  RUNNING      40 %  q            1   2m
                """)
    }

    @Test("shows one record")
    func block() {
        let text = RecordText.block(record, now: .init(seconds: 59))
        #expect(text.hasPrefix("name      operations/a\nstate     RUNNING\nprogress  40 %  reading\n"))
        #expect(text.contains("created   1970-01-01T00:00:00Z (59s ago)"))
        #expect(!text.contains("labels"))
    }

    @Test("shows a change in one line")
    func line() {
        #expect(RecordText.line(record) == "RUNNING 40 % attempt 1: reading")
        var cancelling = record
        cancelling.cancelRequested = true
        #expect(cancelling.stateText == "CANCELLING")
    }

    @Test("of a done record in JSON says so")
    func json() {
        var done = record
        #expect(!RecordJSON.text(done).contains("done"))
        done.state = .succeeded
        #expect(RecordJSON.text(done).hasPrefix("{\"done\":true,\"name\":\"operations/a\""))
        #expect(JSONText.array([]) == "[]")
        #expect(JSONText.array([[0x31], [0x32]]) == "[\n1,\n2\n]")
    }

    @Test("draws a bar that fits the terminal")
    func bar() {
        let bar = ProgressBar.line(record, elapsed: .seconds(67), width: 200)
        #expect(bar == "RUNNING    [#########---------------]  40 %  1:07  reading")
        #expect(ProgressBar.line(record, elapsed: .zero, width: 20).count == 19)
        var pending = Longrun_V1_OperationRecord()
        pending.state = .pending
        pending.queue = "q"
        #expect(
            ProgressBar.line(pending, elapsed: .zero, width: 200)
                == "PENDING    [------------------------]     -  0:00  waiting on queue 'q'")
    }

    @Test("shows spans of time")
    func spans() {
        #expect(Duration.milliseconds(1_250).shortText == "1.2 s")
        #expect(Duration.seconds(3_723).clockText == "1:02:03")
        #expect(Google_Protobuf_Timestamp(seconds: 0).age(at: .init(seconds: 200_000)) == "2d")
        #expect(Google_Protobuf_Timestamp(seconds: 9).age(at: .init(seconds: 0)) == "0s")
    }

    @Test("shows payloads for people")
    func payloads() throws {
        #expect(PayloadText.text(try .init(message: Google_Protobuf_StringValue("two\nlines"))) == "two\nlines")
        #expect(PayloadText.text(try .init(message: Google_Protobuf_Empty())) == nil)
        #expect(PayloadText.text(try TextPayload.json(Array("{\"n\": 1}".utf8))) == "{\"n\":1}")
    }

    @Test("names the end of an attempt")
    func attempts() {
        var status = Google_Rpc_Status()
        status.code = 14
        status.message = "busy"
        #expect(WorkerLog.sentence(.failed(status, isLast: false)) == "failed, to be tried again (UNAVAILABLE: busy)")
        #expect(WorkerLog.sentence(.completed) == "succeeded")
    }
}
