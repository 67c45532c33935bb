import NetworkDoor
import Testing

@Suite struct GRPCStatusTests {
    @Test func codesHaveTheirNumbers() {
        let inOrder: [GRPCStatusCode] = [
            .ok, .cancelled, .unknown, .invalidArgument, .deadlineExceeded, .notFound, .alreadyExists,
            .permissionDenied, .resourceExhausted, .failedPrecondition, .aborted, .outOfRange, .unimplemented,
            .internal, .unavailable, .dataLoss, .unauthenticated,
        ]
        #expect(inOrder.map(\.rawValue) == Array(0...16))
        #expect(GRPCStatusCode.allCases == inOrder)
        #expect(GRPCStatusCode(rawValue: 17) == nil)
    }

    @Test func statusIsItsThreeParts() {
        let status = GRPCStatus(.aborted, "again", details: [1])
        #expect(status == GRPCStatus(.aborted, "again", details: [1]))
        #expect(status != GRPCStatus(.aborted, "again"))
        #expect(status != GRPCStatus(.internal, "again", details: [1]))
        #expect(status != GRPCStatus(.aborted, "", details: [1]))
        #expect(GRPCStatus(.ok, "").details == nil)
    }
}
