#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

extension ServerStartError {
    /// - Parameters:
    ///   - place: what was to be served, and where.
    ///   - cause: what the transport library said; of its text only the system's error is for people.
    init(cannotListenFor place: String, cause: String) {
        var reason = cause
        if let match = cause.firstMatch(of: /errno: (\d+)/), let code = Int32(match.1) {
            reason = String(cString: strerror(code))
        }
        self.init("The server cannot listen for \(place): \(reason).")
    }
}
