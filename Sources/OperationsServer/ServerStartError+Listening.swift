#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif
import NetworkDoor

extension ServerStartError {
    /// - Parameter cause: what the network library said; of its text only the system's error is for people.
    init(cannotListenAt place: ListenPlace, cause: String) {
        var reason = cause
        if let match = cause.firstMatch(of: /errno: (\d+)/), let code = Int32(match.1) {
            reason = String(cString: strerror(code))
        }
        if cause.contains("UnixDomainSocketPathWrongType") { reason = "there is something else than a socket" }
        if cause.contains("UnknownHost") { reason = "this host is not known" }
        self.init("The server cannot listen on \(place): \(reason).")
    }
}
