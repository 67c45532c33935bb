import Foundation
import NIOSSL

@testable import NetworkDoor

/// The certificates of the tests (see Certificates/make.sh).
enum Certificates {
    static func certificates(_ name: String) throws -> [NIOSSLCertificate] {
        try NIOSSLCertificate.fromPEMFile(path("\(name).pem"))
    }

    static func key(_ name: String) throws -> NIOSSLPrivateKey {
        try NIOSSLPrivateKey(file: path("\(name).key"), format: .pem)
    }

    static func door(asksPeers: Bool = false) throws -> DoorTLS {
        DoorTLS(
            certificates: try certificates("door"), privateKey: try key("door"),
            peerRoots: asksPeers ? try certificates("root") : [])
    }

    /// - Parameter name: whose certificate the client shows, if any.
    static func client(_ name: String? = nil, speaks protocols: [String] = []) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .certificates(try certificates("root"))
        configuration.applicationProtocols = protocols
        if let name {
            configuration.certificateChain = try certificates(name).map { .certificate($0) }
            configuration.privateKey = .privateKey(try key(name))
        }
        return try NIOSSLContext(configuration: configuration)
    }

    private static func path(_ file: String) throws -> String {
        struct NoResources: Error {}
        guard let folder = Bundle.module.resourceURL else { throw NoResources() }
        return folder.appendingPathComponent("Certificates").appendingPathComponent(file).path
    }
}
