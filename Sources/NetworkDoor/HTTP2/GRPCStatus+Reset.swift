import NIOHTTP2

extension GRPCStatus {
    /// Why a call ends whose stream was reset.
    static func reset(_ code: HTTP2ErrorCode) -> GRPCStatus {
        GRPCStatus(GRPCStatusCode(resetCode: UInt32(code.networkCode)), "The stream was reset: \(code).")
    }

    static let callerLeft = GRPCStatus(.cancelled, "The caller has left.")
}
