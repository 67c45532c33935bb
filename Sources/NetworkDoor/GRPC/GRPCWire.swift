import NIOCore
import NIOHPACK

/// How one gRPC call speaks to its peer: over HTTP/2 as it is, or in the dress of gRPC-Web.
struct GRPCWire {
    enum Dialect: Equatable {
        case grpc
        case web(isText: Bool)
    }

    let carrier: any ExchangeCarrier
    let id: Int
    let dialect: Dialect
    let requestIsGzip: Bool
    private let acceptEncoding: String?
    private(set) var hasHead = false

    init(_ carrier: any ExchangeCarrier, _ id: Int, _ dialect: Dialect, _ head: RequestHead) {
        self.carrier = carrier
        self.id = id
        self.dialect = dialect
        requestIsGzip = head.encoding == "gzip"
        acceptEncoding = head.acceptEncoding
    }

    /// A whole answer; it is declared as compressed only when it is.
    mutating func writeAnswer(_ answer: GRPCAnswer) {
        let packed = pack(answer.message, answer.compression)
        writeHead(answer.initialMetadata, declaresGzip: packed != nil)
        writeBody(
            MessageFraming.frame(
                packed ?? answer.message, isCompressed: packed != nil, allocator: carrier.allocator))
        writeEnd(.ok, answer.trailingMetadata)
    }

    /// The head of a stream, whose messages may be compressed one by one.
    mutating func writeStreamHead(_ metadata: MetadataFields) {
        if !hasHead { writeHead(metadata, declaresGzip: acceptsGzip) }
    }

    /// - Returns: false when there is no room for it.
    func writeMessage(_ message: ByteBuffer, _ compression: Compression) -> Bool {
        let packed = pack(message, compression)
        let bytes = dressed(
            MessageFraming.frame(packed ?? message, isCompressed: packed != nil, allocator: carrier.allocator))
        guard carrier.hold(bytes.readableBytes) else { return false }
        // The writer waits by the size of its message, whatever became of that on the way.
        carrier.writeBody(id, bytes, tells: message.readableBytes + MessageFraming.prefixBytes)
        return true
    }

    private mutating func writeHead(_ metadata: MetadataFields, declaresGzip: Bool) {
        hasHead = true
        if metadata.isEmpty, dialect == .grpc, !declaresGzip {
            return carrier.writeHead(id, Self.plainHead, isLast: false)
        }
        var fields = head
        if declaresGzip { fields.add(name: "grpc-encoding", value: "gzip") }
        fields.add(metadata)
        carrier.writeHead(id, fields, isLast: false)
    }

    /// Ends the call with a status, which stands in trailers; without a head before it, in the head itself.
    mutating func writeEnd(_ status: GRPCStatus, _ metadata: MetadataFields) {
        guard hasHead else {
            hasHead = true
            return carrier.writeHead(id, head.with(status, metadata), isLast: true)
        }
        switch dialect {
        case .grpc where status == .ok && metadata.isEmpty: carrier.writeEnd(id, trailers: Self.plainTrailers)
        case .grpc: carrier.writeEnd(id, trailers: HPACKHeaders().with(status, metadata))
        case .web:
            let fields = HPACKHeaders().with(status, metadata).map { ($0.name, $0.value) }
            writeBody(GRPCWebTrailers.frame(fields))
            carrier.writeEnd(id, trailers: nil)
        }
    }

    /// Refuses what is not even a call, with an HTTP status of its own.
    mutating func refuse(httpStatus: Int, _ status: GRPCStatus, _ fields: MetadataFields = []) {
        hasHead = true
        // The status must come first, so that it cannot just be replaced.
        var answer: HPACKHeaders = [":status": String(httpStatus)]
        for (name, value, _) in head where name != ":status" { answer.add(name: name, value: value) }
        carrier.writeHead(id, answer.with(status, fields), isLast: true)
    }

    private func writeBody(_ bytes: ByteBuffer) {
        carrier.writeBody(id, dressed(bytes), tells: nil)
    }

    private func dressed(_ bytes: ByteBuffer) -> ByteBuffer {
        dialect == .web(isText: true) ? GRPCWebText.encode(bytes) : bytes
    }

    private func pack(_ message: ByteBuffer, _ compression: Compression) -> ByteBuffer? {
        switch compression {
        case .off: return nil
        case .automatic where !requestIsGzip || message.readableBytes < 1_024: return nil
        case .automatic, .on: return acceptsGzip ? try? Gzip.compress(message) : nil
        }
    }

    private var acceptsGzip: Bool {
        requestIsGzip || (acceptEncoding ?? "").split(separator: ",").contains { $0.trimming(" ") == "gzip" }
    }

    private var head: HPACKHeaders {
        switch dialect {
        case .grpc: Self.plainHead
        case .web(isText: false): [":status": "200", "content-type": "application/grpc-web+proto"]
        case .web(isText: true): [":status": "200", "content-type": "application/grpc-web-text+proto"]
        }
    }

    private static let plainHead: HPACKHeaders = [":status": "200", "content-type": "application/grpc"]
    private static let plainTrailers: HPACKHeaders = ["grpc-status": "0"]
}

extension Substring {
    fileprivate func trimming(_ character: Character) -> Substring {
        var text = drop { $0 == character }
        while text.last == character { text.removeLast() }
        return text
    }
}

extension GRPCStatus {
    static let ok = GRPCStatus(.ok, "")
}

extension HPACKHeaders {
    fileprivate mutating func add(_ metadata: MetadataFields) {
        for (name, value) in metadata { add(name: name, value: value) }
    }

    /// The fields of a status; its message and details differ from call to call, so they are not indexed.
    fileprivate func with(_ status: GRPCStatus, _ metadata: MetadataFields) -> HPACKHeaders {
        var fields = self
        fields.add(name: "grpc-status", value: String(status.code.rawValue))
        if !status.message.isEmpty {
            fields.add(
                name: "grpc-message", value: PercentEncoding.encode(status.message), indexing: .nonIndexable)
        }
        if let details = status.details {
            fields.add(
                name: "grpc-status-details-bin", value: BinaryMetadata.encode(details), indexing: .nonIndexable)
        }
        fields.add(metadata)
        return fields
    }
}
