import NIOCore

/// A gRPC call that is refused at its head; what its caller still sends is thrown away.
final class RefusedExchange: Exchange {
    private var wire: GRPCWire

    init(_ fault: DoorFault, _ wire: GRPCWire) {
        self.wire = wire
        refuse(fault)
    }

    let isCollecting = false

    /// What is not even a call gets the status of HTTP too, for whoever does not speak gRPC.
    func refuse(_ fault: DoorFault) {
        guard !wire.hasHead else { return }
        let status = wire.carrier.door.services.grpcStatus(fault)
        switch fault.kind {
        case .wrongMethod: wire.refuse(httpStatus: 405, status, [("allow", "POST")])
        case .wrongContentType: wire.refuse(httpStatus: 415, status)
        default: wire.writeEnd(status, fault.metadata)
        }
    }

    func receive(_ bytes: ByteBuffer) {
        wire.carrier.grant(wire.id, bytes.readableBytes)
    }

    func receiveEnd() {}

    func deliver(_ letter: Letter) {}

    func wrote(_ bytes: Int) {}

    func abort(_ reason: GRPCStatus) {}
}
