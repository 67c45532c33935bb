#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif
import Synchronization

/// Starts programs with `posix_spawn`.
enum ChildSpawn {
    /// One at a time: between its making and its marking a pipe could leak into another child, which would then keep
    /// it open.
    private static let turn = Mutex(())

    /// A child that closes its standard input early must not end this process.
    private static let ignoresBrokenPipes: Void = { signal(SIGPIPE, SIG_IGN) }()

    private struct Pipes {
        let input: Pipe
        let output: Pipe
        let errors: Pipe
        let progress: Pipe
        let wake: Pipe
    }

    static func run(_ launch: ChildLaunch) throws(ChildProcess.Fault) -> (pid_t, ChildFiles) {
        _ = ignoresBrokenPipes
        let result = turn.withLock { _ in locked(launch) }
        return try result.get()
    }

    private static func locked(_ launch: ChildLaunch) -> Result<(pid_t, ChildFiles), ChildProcess.Fault> {
        guard let input = Pipe(), let output = Pipe(), let errors = Pipe(), let progress = Pipe(), let wake = Pipe()
        else { return .failure(.init(description: "The command could not be started: too many open files.")) }
        let pipes = Pipes(input: input, output: output, errors: errors, progress: progress, wake: wake)
        var id: pid_t = 0
        let code = spawn(launch, pipes, &id)
        // Their ends: only the child may hold them open.
        closeAll(input.reading, output.writing, errors.writing, progress.writing)
        var files = ChildFiles(
            input: input.writing, output: output.reading, errors: errors.reading, progress: progress.reading,
            wakeReading: wake.reading, wakeWriting: wake.writing)
        guard code == 0 else {
            for file in files.ours { close(file) }
            let cause = String(cString: strerror(code))
            let name = launch.command.first ?? ""
            return .failure(.init(description: "The command '\(name)' could not be started: \(cause)."))
        }
        drop(&files.input, unless: launch.pipesInput)
        drop(&files.errors, unless: launch.pipesErrors)
        return .success((id, files))
    }

    private static func drop(_ file: inout Int32, unless isUsed: Bool) {
        guard !isUsed else { return }
        close(file)
        file = -1
    }

    private static func spawn(_ launch: ChildLaunch, _ pipes: Pipes, _ id: inout pid_t) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if launch.pipesInput { posix_spawn_file_actions_adddup2(&actions, pipes.input.reading, 0) }
        posix_spawn_file_actions_adddup2(&actions, pipes.output.writing, 1)
        if launch.pipesErrors { posix_spawn_file_actions_adddup2(&actions, pipes.errors.writing, 2) }
        posix_spawn_file_actions_adddup2(&actions, pipes.progress.writing, 3)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        prepare(&attributes, hasOwnGroup: launch.hasOwnGroup)

        let variables = launch.environment.map { "\($0.key)=\($0.value)" }
        return withCStrings(launch.command) { arguments in
            withCStrings(variables) { environment in
                posix_spawnp(&id, launch.command.first ?? "", &actions, &attributes, arguments, environment)
            }
        }
    }

    /// A child inherits which signals are ignored and which are held back: it gets none of either, or TERM might not
    /// end it.
    private static func prepare(_ attributes: inout posix_spawnattr_t, hasOwnGroup: Bool) {
        var all = sigset_t()
        sigfillset(&all)
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setsigmask(&attributes, &none)
        var flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
        if hasOwnGroup {
            posix_spawnattr_setpgroup(&attributes, 0)
            flags |= POSIX_SPAWN_SETPGROUP
        }
        posix_spawnattr_setflags(&attributes, Int16(flags))
    }
}

/// Calls `body` with a list of C strings that ends with a null pointer.
private func withCStrings<Result>(
    _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
    let copies = texts.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return body(copies + [nil])
}
