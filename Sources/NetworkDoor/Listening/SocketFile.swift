#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif
import NIOCore
import NIOPosix

/// The file of a Unix domain socket that a door has made.
struct SocketFile: Equatable {
    let path: String
    private let device: UInt64
    private let inode: UInt64

    /// - Returns: nil when there is nothing at the path.
    init?(at path: String) {
        var info = stat()
        guard lstat(path, &info) == 0 else { return nil }
        self.path = path
        device = UInt64(info.st_dev)
        inode = UInt64(info.st_ino)
    }

    /// Takes the file away, unless another has taken its place meanwhile.
    func remove() {
        if SocketFile(at: path) == self { unlink(path) }
    }

    /// True when somebody listens there: that socket must not be replaced.
    static func isServed(_ path: String, group: any EventLoopGroup) async -> Bool {
        guard let channel = try? await ClientBootstrap(group: group).connect(unixDomainSocketPath: path).get() else {
            return false
        }
        try? await channel.close()
        return true
    }
}

extension ListenPlace {
    /// The same place, with the port that the system has given.
    func actual(_ address: SocketAddress?) -> ListenPlace {
        guard case .tcp = self, let address, let port = address.port else { return self }
        return .tcp(host: address.ipAddress ?? "", port: port)
    }
}
