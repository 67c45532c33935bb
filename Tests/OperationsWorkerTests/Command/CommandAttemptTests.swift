#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif
import OperationsAPI
import OperationsCore
import SwiftProtobuf
import Testing

@testable import OperationsWorker

@Suite("A command at work", .timeLimit(.minutes(1)))
struct CommandAttemptTests {
    private func run(
        _ script: String, request: String? = nil, progress: ProgressReporter = ProgressReporter(), limit: Int? = nil
    ) async throws -> AttemptOutcome {
        var lease = Longrun_V1_Lease()
        lease.name = "operations/a"
        lease.attempt = 3
        if let request { lease.request = try TextPayload.json(Array(request.utf8)) }
        var command = CommandAttempt(["sh", "-c", script])
        if let limit { command.responseLimit = limit }
        return try await command.run(lease, progress)
    }

    private func text(_ outcome: AttemptOutcome) throws -> String {
        guard case .succeeded(let any?) = outcome else { return "\(outcome)" }
        return String(decoding: PlainJSON.bytes(any), as: UTF8.self)
    }

    @Test("reads the request and writes the response")
    func request() async throws {
        #expect(try text(await run("cat", request: "{\"path\":\"a\"}")) == "{\"path\":\"a\"}")
        #expect(try text(await run("cat")) == "{}")
        #expect(try await run("cat >/dev/null") == .succeeded(nil))
    }

    @Test("knows what it works on")
    func environment() async throws {
        let script = "echo $LONGRUN_OPERATION $LONGRUN_ATTEMPT $LONGRUN_PROGRESS_FD"
        #expect(try text(await run(script)) == "\"operations/a 3 3\"")
    }

    @Test("reports progress")
    func progress() async throws {
        let progress = ProgressReporter()
        #expect(try await run("echo 'progress 40 half' >&3; echo noise >&3", progress: progress) == .succeeded(nil))
        #expect(progress.take() == ProgressReport(percent: 40, message: "half"))
    }

    @Test(
        "fails with its exit status, its signal, or what it said", arguments: [("exit 7", "7"), ("kill -9 $$", "KILL")])
    func failure(script: String, word: String) async throws {
        guard case .failed(let status, nil) = try await run("echo 'no disk' >&2; " + script) else {
            Issue.record("it should fail")
            return
        }
        #expect(status.code == StatusCode.unknown.rawValue)
        #expect(status.message.contains(word))
        #expect(status.message.contains("no disk"))
    }

    @Test("may take a request, and write a response, larger than any pipe")
    func large() async throws {
        let request = "\"" + String(repeating: "x", count: 1_000_000) + "\""
        #expect(try text(await run("cat", request: request)) == request)
    }

    @Test("need not read its request")
    func unread() async throws {
        let request = "\"" + String(repeating: "x", count: 1_000_000) + "\""
        #expect(try text(await run("exec 0<&-; echo fine", request: request)) == "\"fine\"")
    }

    @Test("must not write without end")
    func tooLarge() async throws {
        guard case .failed(let status, false) = try await run("head -c 3000000 /dev/zero", limit: 1_000_000) else {
            Issue.record("it should fail")
            return
        }
        #expect(status.message.contains("1000000"))
    }

    @Test("is not waited for beyond its end by what it left behind")
    func leftBehind() async throws {
        let left = try #require(pid_t(try text(await run("sleep 600 & echo $!"))))
        #expect(kill(left, SIGKILL) == 0)
    }

    @Test("gets TERM, with all it has started, when its attempt stops")
    func termination() async throws {
        let script = "trap 'echo stopped >&2; exit 1' TERM; echo 'progress 1 up' >&3; sleep 600 & wait"
        #expect(try await stopped(script) == .cancelled("The command was stopped."))
    }

    @Test("may finish its work all the same")
    func finishing() async throws {
        let outcome = try await stopped("trap 'echo saved; exit 0' TERM; echo 'progress 1 up' >&3; sleep 600 & wait")
        #expect(try text(outcome) == "\"saved\"")
    }

    @Test("gets KILL when it does not care")
    func killing() async throws {
        let script = "trap '' TERM; echo 'progress 1 up' >&3; sleep 600 & while :; do wait; done"
        #expect(try await stopped(script, grace: .milliseconds(50)) == .cancelled("The command was stopped."))
    }

    @Test("gets the signals that are relayed to it")
    func relay() async throws {
        let relay = SignalRelay()
        let script = "trap 'echo interrupted; exit 0' INT; echo 'progress 1 up' >&3; while :; do sleep 0.01; done"
        var command = CommandAttempt(["sh", "-c", script])
        command.relay = relay
        let progress = ProgressReporter()
        let running = command
        async let outcome = running.run(Longrun_V1_Lease(), progress)
        await progress.wait()
        relay.receive(2, passesOn: true)
        #expect(try text(await outcome) == "\"interrupted\"")
        #expect(relay.wasSignalled)
    }

    @Test("that does not exist is a failure worth another attempt elsewhere")
    func missing() async throws {
        let outcome = try await CommandAttempt(["/no/such/program"]).run(Longrun_V1_Lease(), ProgressReporter())
        guard case .failed(let status, nil) = outcome else {
            Issue.record("it should fail")
            return
        }
        #expect(status.code == StatusCode.unavailable.rawValue)
        #expect(!CommandSearch.canRun("/no/such/program", path: "/bin"))
        #expect(!CommandSearch.canRun("/bin", path: ""))
        #expect(CommandSearch.canRun("sh", path: "/nowhere:/bin:/usr/bin"))
    }

    @Test("is one of many", arguments: [16])
    func many(count: Int) async throws {
        try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<count { group.addTask { try text(await run("cat", request: "\(number)")) } }
            var seen: Set<String> = []
            for try await text in group { seen.insert(text) }
            #expect(seen == Set((0..<count).map(String.init)))
        }
    }

    /// Runs a script, stops it as soon as it has reported progress, and waits for its end.
    private func stopped(_ script: String, grace: Duration = .seconds(30)) async throws -> AttemptOutcome {
        var command = CommandAttempt(["sh", "-c", script])
        command.killGracePeriod = grace
        let (running, progress) = (command, ProgressReporter())
        return try await withThrowingTaskGroup(of: AttemptOutcome.self) { group in
            group.addTask { try await running.run(Longrun_V1_Lease(), progress) }
            await progress.wait()
            group.cancelAll()
            return try #require(try await group.next())
        }
    }
}
