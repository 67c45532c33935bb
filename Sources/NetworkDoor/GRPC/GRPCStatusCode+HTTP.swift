extension GRPCStatusCode {
    /// What an HTTP status means to a caller when the response says nothing of gRPC.
    init(httpStatus: Int) {
        switch httpStatus {
        case 400: self = .internal
        case 401: self = .unauthenticated
        case 403: self = .permissionDenied
        case 404: self = .unimplemented
        case 429, 502, 503, 504: self = .unavailable
        default: self = .unknown
        }
    }

    /// What the error code of RST_STREAM (RFC 9113, section 7) means to the call on that stream.
    init(resetCode: UInt32) {
        switch resetCode {
        case 0x0, 0x1, 0x2, 0x3, 0x4: self = .internal  // NO_ERROR, PROTOCOL, INTERNAL, FLOW_CONTROL, SETTINGS_TIMEOUT
        case 0x6, 0x9, 0xA: self = .internal  // FRAME_SIZE, COMPRESSION, CONNECT
        case 0x7: self = .unavailable  // REFUSED_STREAM
        case 0x8: self = .cancelled  // CANCEL
        case 0xB: self = .resourceExhausted  // ENHANCE_YOUR_CALM
        case 0xC: self = .permissionDenied  // INADEQUATE_SECURITY
        default: self = .unknown  // STREAM_CLOSED has no mapping: no stream is left to tell.
        }
    }
}
