import Testing

@testable import NetworkDoor

@Suite struct AcceptEncodingTests {
    @Test(arguments: [
        "gzip", "x-gzip", "GZip", "deflate, gzip, br", "*", "br;q=1.0, *;q=0.1", "gzip;q=0.001", "gzip ; q=1.000",
        "gzip;Q=0.5", "gzip;q=1.", "identity;q=0, gzip;q=0.1", "identity;q=0.5, gzip;q=0.5", "*;q=0, gzip",
        "gzip;q=0.2, *;q=1",
        ", ,\tgzip\t,",
    ])
    func allowsGzip(_ list: String) {
        #expect(AcceptEncoding(list).prefersGzip)
    }

    @Test(arguments: [
        "", "identity", "identity;q=0", "deflate, br", "gzip;q=0", "gzip;q=0.000", "x-gzip;q=0", "*;q=0", "gzip;q=0, *",
        "identity, gzip;q=0.5", "gzip, gzip;q=0", "gzipped", "gzip gzip",
    ])
    func wantsPlainBytes(_ list: String) {
        #expect(!AcceptEncoding(list).prefersGzip)
    }

    /// Whoever cannot be understood is sent what everybody understands.
    @Test(arguments: [
        "gzip;q=2", "gzip;q=1.001", "gzip;q=0.0001", "gzip;q=-1", "gzip;q=+1", "gzip;q=", "gzip;q=.5", "gzip;q",
        "gzip;level=9", "gzip;", "gzip;q=0.5;q=1", "gzip;q=0.٣",
    ])
    func badWeightsAreNone(_ list: String) {
        #expect(!AcceptEncoding(list).prefersGzip)
    }
}
