#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif
import NIOCore

/// Takes the file of a Unix domain socket away.
func removeSocket(_ path: String) {
    unlink(path)
}

extension ListenPlace {
    /// The same place, with the port that the system has given.
    func actual(_ address: SocketAddress?) -> ListenPlace {
        guard case .tcp = self, let address, let port = address.port else { return self }
        return .tcp(host: address.ipAddress ?? "", port: port)
    }
}
