import NIOCore
import NIOHPACK

/// The call that is made again and again.
struct HTTP2Request: Sendable {
    let authority: String
    let path: String
    /// In the form of the header `grpc-timeout`; nil: the caller waits for ever.
    var timeout: String?
    /// The message of a call, by the call's number.
    let message: @Sendable (Int) -> [UInt8]

    /// What a client in wide use sends.
    fileprivate var headers: HPACKHeaders {
        var headers: HPACKHeaders = [
            ":method": "POST", ":scheme": "http", ":path": path, ":authority": authority, "te": "trailers",
            "content-type": "application/grpc", "user-agent": "longrun-bench/1.0",
            "grpc-accept-encoding": "identity,deflate,gzip",
        ]
        if let timeout { headers.add(name: "grpc-timeout", value: timeout) }
        return headers
    }
}

/// The header blocks of a connection's calls: the first one fills the server's table, all others refer to it.
struct HTTP2HeaderBlocks {
    private var first: ByteBuffer?
    private let later: ByteBuffer

    init(_ request: HTTP2Request, tableSize: Int) throws {
        let allocator = ByteBufferAllocator()
        var encoder = HPACKEncoder(allocator: allocator)
        try encoder.setDynamicTableSize(min(tableSize, HPACKEncoder.defaultDynamicTableSize))
        let blocks = try (0..<2).map { _ in
            try encoder.beginEncoding(allocator: allocator)
            try encoder.append(headers: request.headers)
            return try encoder.endEncoding()
        }
        first = blocks[0]
        later = blocks[1]
    }

    mutating func next() -> ByteBuffer {
        guard let block = first else { return later }
        first = nil
        return block
    }
}
