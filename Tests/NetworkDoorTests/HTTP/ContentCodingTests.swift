import Testing

@testable import NetworkDoor

@Suite struct ContentCodingTests {
    @Test(arguments: [nil, "", "identity", "Identity, identity", " , "])
    func nothingIsPacked(_ list: String?) throws {
        #expect(try ContentCoding(list) == .identity)
    }

    @Test(arguments: ["gzip", "GZIP", "x-gzip", " gzip ", "identity, gzip", "gzip,"])
    func gzipIsKnown(_ list: String) throws {
        #expect(try ContentCoding(list) == .gzip)
    }

    @Test(arguments: ["br", "deflate", "gzip, gzip", "gzip, br", "gzip;q=1", "*"])
    func othersAreRefused(_ list: String) {
        #expect {
            _ = try ContentCoding(list)
        } throws: {
            ($0 as? DoorFault)?.kind == .unsupportedEncoding
        }
    }
}
