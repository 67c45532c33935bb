extension DoorContext {
    /// Opens the exchange of a request: gRPC, gRPC-Web or plain HTTP, by its content type.
    func open(_ head: RequestHead, _ carrier: any ExchangeCarrier, _ id: Int) -> any Exchange {
        if let call = GRPCEntrance.open(head, carrier, id) { return call }
        let exchange = HTTPExchange(head, carrier, id)
        exchange.begin()
        return exchange
    }
}
