public import NIOCore
public import NIOSSL

/// Who is at the other end of a connection.
public struct Peer: Sendable {
    /// The address, or nil for a client of a Unix domain socket without a name.
    public let address: SocketAddress?
    /// The certificate the peer showed over TLS, verified against the configured roots.
    public let certificate: NIOSSLCertificate?

    public init(address: SocketAddress?, certificate: NIOSSLCertificate? = nil) {
        self.address = address
        self.certificate = certificate
    }
}
