/// What a door is told at its start.
public struct DoorConfiguration: Sendable {
    /// Where it listens; every place serves the same.
    public var places: [ListenPlace]
    /// Default none: plaintext.
    public var tls: DoorTLS?
    /// What the `server` field of HTTP answers says. Default `longrun`.
    public var serverName = "longrun"
    public var limits = DoorLimits()

    public init(places: [ListenPlace]) {
        self.places = places
    }
}
