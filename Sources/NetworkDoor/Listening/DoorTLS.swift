public import NIOSSL

/// How a door proves who it is, and what it wants to know of its peers.
public struct DoorTLS: Sendable {
    /// The certificate of the door, then those that lead to a root.
    public var certificates: [NIOSSLCertificate]
    public var privateKey: NIOSSLPrivateKey
    /// Roots of the peers' certificates. Default none: peers need not show one. With roots they must.
    public var peerRoots: [NIOSSLCertificate]

    public init(
        certificates: [NIOSSLCertificate], privateKey: NIOSSLPrivateKey, peerRoots: [NIOSSLCertificate] = []
    ) {
        self.certificates = certificates
        self.privateKey = privateKey
        self.peerRoots = peerRoots
    }

    /// TLS 1.2 or later; `h2` and `http/1.1` are offered.
    func context() throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: certificates.map { .certificate($0) }, privateKey: .privateKey(privateKey))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["h2", "http/1.1"]
        if !peerRoots.isEmpty {
            configuration.certificateVerification = .noHostnameVerification
            configuration.trustRoots = .certificates(peerRoots)
        }
        return try NIOSSLContext(configuration: configuration)
    }
}
