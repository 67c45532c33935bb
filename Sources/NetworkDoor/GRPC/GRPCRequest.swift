import NIOCore

/// The request side of a gRPC call: bytes in, messages out, unwrapped and unpacked.
struct GRPCRequest {
    let fields: HeaderFields
    let timeout: Duration?
    private let isGzip: Bool
    private let maxBytes: Int
    private var deframer: MessageDeframer
    private var text: GRPCWebTextDecoder?

    init(_ head: RequestHead, isText: Bool, timeout: Duration?, isGzip: Bool, maxBytes: Int) {
        fields = head.fields
        self.timeout = timeout
        self.isGzip = isGzip
        self.maxBytes = maxBytes
        deframer = MessageDeframer(maxMessageBytes: maxBytes)
        text = isText ? GRPCWebTextDecoder() : nil
    }

    /// Bytes that came, but belong to no whole message yet.
    var heldBytes: Int { deframer.heldBytes }

    mutating func append(_ bytes: ByteBuffer) throws(DoorFault) {
        guard text != nil else { return deframer.append(bytes) }
        do {
            if let decoded = try text?.decode(bytes) { deframer.append(decoded) }
        } catch {
            throw DoorFault(.malformedRequest, "The body of a grpc-web-text call is base64; this one is not.")
        }
    }

    /// Refuses a message as soon as its prefix shows that it cannot be taken.
    func check() throws(DoorFault) {
        do {
            try deframer.check()
        } catch {
            throw DoorFault(error, maxBytes)
        }
    }

    /// The next whole message, unpacked; it still says whether it came compressed.
    mutating func nextMessage() throws(DoorFault) -> MessageDeframer.Message? {
        do {
            guard var message = try deframer.next() else { return nil }
            if message.isCompressed { message.bytes = try unpack(message.bytes) }
            return message
        } catch let fault as MessageDeframer.Fault {
            throw DoorFault(fault, maxBytes)
        } catch let fault as DoorFault {
            throw fault
        } catch {
            throw DoorFault(.malformedRequest, "The request cannot be read.")
        }
    }

    /// The peer sends no more.
    func finish() throws(DoorFault) {
        do {
            try deframer.finish()
        } catch {
            throw DoorFault(error, maxBytes)
        }
        do {
            try text?.finish()
        } catch {
            throw DoorFault(.malformedRequest, "The body of a grpc-web-text call ends within a group of base64.")
        }
    }

    private func unpack(_ bytes: ByteBuffer) throws(DoorFault) -> ByteBuffer {
        guard isGzip else {
            throw DoorFault(
                .undeclaredCompression, "A message is marked as compressed, but grpc-encoding names no compression.")
        }
        do {
            return try Gzip.decompress(bytes, limit: maxBytes)
        } catch .tooLarge {
            throw DoorFault(.requestTooLarge, "A request message has at most \(maxBytes) bytes, unpacked.")
        } catch {
            throw DoorFault(.malformedRequest, "A message is marked as gzip, but cannot be unpacked.")
        }
    }
}

extension DoorFault {
    fileprivate init(_ fault: MessageDeframer.Fault, _ maxBytes: Int) {
        switch fault {
        case .tooLarge(let bytes):
            self.init(.requestTooLarge, "A request message has at most \(maxBytes) bytes; this one has \(bytes).")
        case .badFlag(let flag):
            self.init(
                .malformedRequest, "A message begins with 0 or 1, not \(flag): the request is not framed as gRPC.")
        case .truncated:
            self.init(.malformedRequest, "The request ends within a message.")
        }
    }
}
