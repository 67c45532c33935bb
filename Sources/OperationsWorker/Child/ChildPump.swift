#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif
import Dispatch

/// Moves bytes between this process and a child until the child has ended, and sees to its end when it must stop.
///
/// It runs on a thread of its own, which waits in `poll` for whatever comes first: no pipe can fill up and hold the
/// child while another one is served.
struct ChildPump {
    struct Settings: Sendable {
        var grace: Duration
        var output: CapturedOutput
        var errors: CapturedOutput
        /// Whether standard output is passed on to our own. Standard error, when it is a pipe, always is.
        var passesOutput: Bool
    }

    private let child: ChildProcess
    private var settings: Settings
    private var input: ArraySlice<UInt8>
    private var files: ChildFiles
    private var supervision: ChildSupervision
    private var lines = LineSplitter()
    private var buffer = [UInt8](repeating: 0, count: 65_536)
    private let origin = ContinuousClock.now
    private let onLine: @Sendable (String) -> Void

    /// Runs a child to its end. Cancelling the task makes it stop; its end is awaited all the same.
    ///
    /// - Parameter onLine: given each line of file descriptor 3, on the pump's thread.
    static func run(
        _ child: ChildProcess, input: [UInt8], settings: Settings, onLine: @escaping @Sendable (String) -> Void
    ) async -> CommandEnd {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                DispatchQueue(label: "dev.longrun.child-pump").async {
                    var pump = ChildPump(child, input, settings, onLine)
                    continuation.resume(returning: pump.run())
                }
            }
        } onCancel: {
            child.stop()
        }
    }

    private init(
        _ child: ChildProcess, _ input: [UInt8], _ settings: Settings, _ onLine: @escaping @Sendable (String) -> Void
    ) {
        self.child = child
        self.input = input[...]
        self.settings = settings
        self.onLine = onLine
        files = child.files
        supervision = ChildSupervision(grace: settings.grace)
    }

    private mutating func run() -> CommandEnd {
        while !child.hasExited {
            switch supervision.step(now: now, mustStop: child.mustStop) {
            case .terminate: child.send(SIGTERM)
            case .kill: child.send(SIGKILL)
            case .wait(let time): serve(timeout: time.map(milliseconds(until:)) ?? -1)
            }
        }
        let wasStopped = child.mustStop
        // Whoever is left of a stopped command's group has had its warning together with it.
        if wasStopped { child.send(SIGKILL) }
        takeRest()
        if let line = lines.finish() { onLine(line) }
        closeAll(files.input, files.output, files.errors, files.progress)
        return CommandEnd(
            exit: child.reap(), output: settings.output, errors: settings.errors, wasStopped: wasStopped)
    }

    private var now: Duration { origin.duration(to: .now) }

    private func milliseconds(until time: Duration) -> Int32 {
        let left = max(.zero, time - now)
        return Int32(
            clamping: left.components.seconds * 1_000 + left.components.attoseconds / 1_000_000_000_000_000 + 1)
    }

    /// Waits until something can be moved, and moves it.
    private mutating func serve(timeout: Int32) {
        var polled = [
            pollfd(fd: files.wakeReading, events: Int16(POLLIN), revents: 0),
            pollfd(fd: files.output, events: Int16(POLLIN), revents: 0),
            pollfd(fd: files.errors, events: Int16(POLLIN), revents: 0),
            pollfd(fd: files.progress, events: Int16(POLLIN), revents: 0),
            pollfd(fd: files.input, events: Int16(POLLOUT), revents: 0),
        ]
        // A file descriptor of -1 is passed over.
        guard poll(&polled, nfds_t(polled.count), timeout) > 0 else { return }
        if polled[0].revents != 0 { _ = read(from: files.wakeReading) }
        if polled[1].revents != 0 { takeOutput() }
        if polled[2].revents != 0 { takeErrors() }
        if polled[3].revents != 0 { takeProgress() }
        if polled[4].revents != 0 { giveInput() }
    }

    /// What the child wrote before its end is in the pipes, which hold 1 MiB at most. Programs it left behind may hold
    /// them open and go on writing; that is not waited for.
    private mutating func takeRest() {
        for _ in 0..<16 where files.output >= 0 { guard takeOutput() else { break } }
        for _ in 0..<16 where files.errors >= 0 { guard takeErrors() else { break } }
        for _ in 0..<16 where files.progress >= 0 { guard takeProgress() else { break } }
    }

    @discardableResult
    private mutating func takeOutput() -> Bool {
        guard let count = read(from: files.output) else { return false }
        guard count > 0 else { return closed(\.output) }
        settings.output.add(buffer[..<count])
        if settings.passesOutput { OwnOutput.write(buffer[..<count], to: 1) }
        return true
    }

    @discardableResult
    private mutating func takeErrors() -> Bool {
        guard let count = read(from: files.errors) else { return false }
        guard count > 0 else { return closed(\.errors) }
        settings.errors.add(buffer[..<count])
        OwnOutput.write(buffer[..<count], to: 2)
        return true
    }

    @discardableResult
    private mutating func takeProgress() -> Bool {
        guard let count = read(from: files.progress) else { return false }
        guard count > 0 else { return closed(\.progress) }
        for line in lines.add(buffer[..<count]) { onLine(line) }
        return true
    }

    /// Whatever cannot be written, since the child does not want it, is dropped.
    private mutating func giveInput() {
        while !input.isEmpty {
            let count = input.withUnsafeBytes { write(files.input, $0.baseAddress, $0.count) }
            if count < 0, errno == EAGAIN { return }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            input.removeFirst(count)
        }
        _ = closed(\.input)
    }

    private mutating func closed(_ file: WritableKeyPath<ChildFiles, Int32>) -> Bool {
        closeAll(files[keyPath: file])
        files[keyPath: file] = -1
        return false
    }

    /// - Returns: how many bytes stand in the buffer now, 0 at the end; nil if there are none now.
    private mutating func read(from file: Int32) -> Int? {
        while true {
            let count = buffer.withUnsafeMutableBytes { posixRead(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN { return nil }
            return max(0, count)
        }
    }
}

private func posixRead(_ file: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(file, bytes, count)
}
