#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif
import Dispatch
import Synchronization

/// A program that was started, with our ends of its pipes.
///
/// It is a zombie from its end to ``reap()``, so that until then its id belongs to nobody else and signals cannot
/// hit a stranger.
final class ChildProcess: Sendable {
    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    private struct State {
        var hasExited = false
        var mustStop = false
        var isReaped = false
    }

    let id: pid_t
    /// Our ends; -1 where there is no pipe.
    let files: ChildFiles
    private let hasOwnGroup: Bool
    private let state = Mutex(State())

    init(_ launch: ChildLaunch) throws(Fault) {
        let (id, files) = try ChildSpawn.run(launch)
        self.id = id
        self.files = files
        hasOwnGroup = launch.hasOwnGroup
        for file in files.ours { makeNonblocking(file) }
        watchForExit()
    }

    var hasExited: Bool { state.withLock { $0.hasExited } }
    var mustStop: Bool { state.withLock { $0.mustStop } }

    /// Sends a signal to the program and, if it leads its own group, to all it has started.
    func send(_ signal: Int32) {
        state.withLock { state in
            guard !state.isReaped else { return }
            _ = kill(hasOwnGroup ? -id : id, signal)
        }
    }

    /// Asks for its end; the pump sees to it.
    func stop() {
        change { $0.mustStop = true }
    }

    /// Takes the exit status and frees what belongs to the process; to be called once, after it has exited.
    func reap() -> ChildExit {
        state.withLock { state in
            var status: Int32 = 0
            while waitpid(id, &status, 0) < 0, errno == EINTR {}
            state.isReaped = true
            files.closeWake()
            return ChildExit(waitStatus: status)
        }
    }

    /// One thread waits for the exit: there is no portable way to wait for that and for pipes at once.
    private func watchForExit() {
        DispatchQueue(label: "dev.longrun.child-exit").async { [self] in
            var info = siginfo_t()
            while waitid(P_PID, id_t(id), &info, WEXITED | WNOWAIT) != 0, errno == EINTR {}
            change { $0.hasExited = true }
        }
    }

    /// Changes the state and wakes the pump.
    private func change(_ body: (inout sending State) -> Void) {
        state.withLock { state in
            body(&state)
            if !state.isReaped { files.wake() }
        }
    }
}
