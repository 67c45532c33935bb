import Testing

@testable import NetworkDoor

@Suite struct GRPCStatusCodeHTTPTests {
    @Test(arguments: [
        (400, GRPCStatusCode.internal), (401, .unauthenticated), (403, .permissionDenied), (404, .unimplemented),
        (429, .unavailable), (502, .unavailable), (503, .unavailable), (504, .unavailable),
        (200, .unknown), (302, .unknown), (402, .unknown), (500, .unknown), (501, .unknown), (-1, .unknown),
    ])
    func httpStatus(_ status: Int, means code: GRPCStatusCode) {
        #expect(GRPCStatusCode(httpStatus: status) == code)
    }

    @Test func resetCodes() {
        let codes = (0...14).map { GRPCStatusCode(resetCode: $0) }
        #expect(
            codes == [
                .internal, .internal, .internal, .internal, .internal, .unknown, .internal, .unavailable, .cancelled,
                .internal, .internal, .resourceExhausted, .permissionDenied, .unknown, .unknown,
            ])
        #expect(GRPCStatusCode(resetCode: .max) == .unknown)
    }
}
