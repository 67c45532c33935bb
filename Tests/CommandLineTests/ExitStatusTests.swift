import ArgumentParser
import OperationsAPI
import OperationsClient
import OperationsCore
import OperationsWire
import Testing

@testable import longrun

@Suite("Failures")
struct FailureTests {
    private let endpoint = Endpoint(host: "h", port: 1)

    private func error(_ reason: ErrorReason) -> ClientError {
        ClientError(status: Google_Rpc_Status(ServiceError(reason, "a sentence")), endpoint: endpoint)
    }

    private func unreachable(_ cause: String) -> ClientError {
        var status = Google_Rpc_Status()
        status.code = StatusCode.unavailable.rawValue
        status.message = cause
        return ClientError(status: status, endpoint: endpoint, isUnreachable: true)
    }

    @Test(
        "of the server end with 3 or 5",
        arguments: [
            (ErrorReason.operationNotFound, Int32(3)), (.operationDeleted, 3), (.operationExpired, 3),
            (.invalidField, 5),
            (.operationAlreadyExists, 5), (.storeUnavailable, 5), (.internalFault, 5),
        ])
    func server(reason: ErrorReason, code: Int32) {
        let report = FailureReport(error(reason), format: .text)
        #expect(report.status.code == code)
        #expect(report.text == "longrun: a sentence\n")
        #expect(!report.isForStandardOutput)
    }

    @Test("to reach it end with 4, and say what to do")
    func absent() {
        let report = FailureReport(unreachable("(Connection refused)"), format: .text)
        #expect(report.status.code == 4)
        #expect(report.text.hasPrefix("longrun: cannot reach a server at h:1. Start one with 'longrun serve'"))
        #expect(!report.text.contains("refused"))
        #expect(FailureReport(unreachable("no such host"), format: .text).text.contains("no such host"))
    }

    @Test("are a google.rpc.Status in JSON")
    func json() {
        let report = FailureReport(error(.operationNotFound), format: .json)
        #expect(report.text.hasPrefix("{\"code\":5,"))
        #expect(report.text.contains("OPERATION_NOT_FOUND"))
    }

    @Test("of operations end with 1, of signals with 128 and their number")
    func others() {
        var status = Google_Rpc_Status()
        status.code = 1
        let cancelled = FailureReport(OperationResult.failure("operations/a", status), format: .text)
        #expect(cancelled.status.code == 1)
        #expect(cancelled.text == "longrun: operations/a was cancelled.\n")
        status.code = 9
        status.message = "the disk is full"
        #expect(
            FailureReport(OperationResult.failure("operations/a", status), format: .text).text
                == "longrun: operations/a failed: FAILED_PRECONDITION: the disk is full\n")
        #expect(FailureReport(CommandFailure(.signal(2), "x"), format: .text).status.code == 130)
    }

    @Test(
        "of usage end with 2",
        arguments: [
            ["get"], ["unheard-of"], ["get", "--unheard-of", "x"], ["start", "--label", "novalue"], ["work"],
            ["list", "--output", "xml"], ["list", "--limit", "0"], ["get", "x", "--endpoint", "a:b:c:d/"],
            ["start", "--delay", "soon"], ["work", "--queue", "q", "--", "/no/such/program"], ["exec"],
            ["work", "--queue", "q", "--concurrency", "0", "--", "sh"], ["start", "--wait", "--validate-only"],
        ])
    func usage(arguments: [String]) throws {
        let error = try #require(throws: (any Error).self) { try Longrun.parseAsRoot(arguments) }
        let report = FailureReport(error, format: .text)
        #expect(report.status.code == 2)
        #expect(report.text.hasPrefix("longrun: "))
    }

    @Test("are no answers: help and version end with 0", arguments: [["--help"], ["help", "start"], ["--version"]])
    func help(arguments: [String]) async throws {
        do {
            var command = try Longrun.parseAsRoot(arguments)
            try command.run()
            Issue.record("help is thrown")
        } catch {
            let report = FailureReport(error, format: .text)
            #expect(report.status.code == 0)
            #expect(report.isForStandardOutput)
        }
    }
}
