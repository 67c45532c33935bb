import NIOCore
import NIOHPACK

/// Checks what a request must say to be a gRPC call, and opens it.
enum GRPCEntrance {
    /// - Returns: nil when the request is not gRPC's business.
    static func open(_ head: RequestHead, _ carrier: any ExchangeCarrier, _ id: Int) -> (any Exchange)? {
        switch head.kind {
        case .grpc: return call(head, GRPCWire(carrier, id, .grpc, head))
        case .grpcWeb(let isText): return call(head, GRPCWire(carrier, id, .web(isText: isText), head))
        case .unsupportedGRPC(let type):
            let fault = DoorFault(.wrongContentType, "Messages are protocol buffers here, not \(type).")
            return RefusedExchange(fault, GRPCWire(carrier, id, .grpc, head))
        case .other:
            guard head.method == "POST", carrier.door.services.methods[head.target] != nil else { return nil }
            let fault = DoorFault(.wrongContentType, "This is a gRPC method: send content-type application/grpc.")
            return RefusedExchange(fault, GRPCWire(carrier, id, .grpc, head))
        }
    }

    private static func call(_ head: RequestHead, _ wire: GRPCWire) -> any Exchange {
        let door = wire.carrier.door
        if let fault = check(head, wire.dialect, door.limits) { return RefusedExchange(fault, wire) }
        let timeout = head.timeout.flatMap(GRPCTimeout.parse)
        if head.timeout != nil, timeout == nil { return RefusedExchange(.badTimeout, wire) }
        let request = GRPCRequest(
            head, isText: wire.dialect == .web(isText: true), timeout: timeout, isGzip: wire.requestIsGzip,
            maxBytes: door.limits.maxRequestBytes)
        if head.expectsContinue, head.version == .http1_1 {
            wire.carrier.writeHead(wire.id, [":status": "100"], isLast: false)
        }
        switch door.services.methods[head.target] {
        case .unary(let handler): return UnaryExchange(request, wire, handler)
        case .streaming(let handler):
            let exchange = StreamingExchange(request, wire)
            exchange.begin(handler)
            return exchange
        case nil: return RefusedExchange(door.services.fault(unknown: head.target), wire)
        }
    }

    private static func check(_ head: RequestHead, _ dialect: GRPCWire.Dialect, _ limits: DoorLimits) -> DoorFault? {
        if head.method != "POST" { return DoorFault(.wrongMethod, "A gRPC call is a POST, not a \(head.method).") }
        if dialect == .grpc, head.version != .http2 {
            return DoorFault(.wrongContentType, "gRPC is spoken over HTTP/2 only; this is HTTP/1.1.")
        }
        if dialect == .grpc, head.te != "trailers" {
            return DoorFault(.malformedRequest, "A gRPC call must say te: trailers.")
        }
        if head.fieldCount > limits.maxHeaderCount {
            return DoorFault(.headerTooLarge, "A request has at most \(limits.maxHeaderCount) header fields.")
        }
        if let encoding = head.encoding, encoding != "identity", encoding != "gzip" {
            return DoorFault(.unsupportedEncoding, "Messages may be compressed with gzip, not with \(encoding).")
        }
        return nil
    }
}

extension DoorFault {
    fileprivate static let badTimeout = DoorFault(
        .malformedRequest, "grpc-timeout has one to eight digits and one of the units H, M, S, m, u, n.")
}
