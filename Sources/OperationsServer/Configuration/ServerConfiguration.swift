public import Logging
public import NetworkDoor
public import OperationsEngine
public import OperationsREST
public import OperationsWire

/// All that can be configured of a server; each default is stated in README and in ``EngineSettings``.
public struct ServerConfiguration: Sendable {
    /// How log lines are written.
    public enum LogFormat: String, Sendable, CaseIterable {
        /// Text on a terminal, JSON otherwise.
        case automatic = "auto"
        case text
        case json
    }

    /// Where gRPC and REST are served, on each address both. Default 127.0.0.1:8080.
    public var listen: ListenAddresses = "127.0.0.1:8080"
    /// One more address of the same, where gRPC clients look by custom. Default 127.0.0.1:50051.
    public var grpcListen = "127.0.0.1:50051"
    /// `sqlite:FILE`; `postgres://…` or `postgres:KEY=VALUE …` in the words of libpq; or `memory:` for trials. Default
    /// sqlite:longrun.db.
    public var store = "sqlite:longrun.db"
    /// How a store on PostgreSQL is used.
    public var postgres = PostgresSettings()
    /// Files with sets of message types, each a FileDescriptorSet in binary form. Default: none.
    public var descriptors: [String] = []
    /// What becomes of payloads whose type nobody described. Default: accept.
    public var unknownPayloads = PayloadTypes.Unknown.accept
    /// The services that are spoken for. Default: none, so that every method is offered for every parent.
    public var services: [ServiceProfile] = []
    /// Which pages of other origins browsers may let call. Default: none.
    public var crossOrigin: CrossOrigin?
    /// What is taken from peers: sizes, numbers, times.
    public var door = DoorLimits()
    /// How long a graceful shutdown may take. Default 10 s.
    public var shutdownTimeout = Duration.seconds(10)
    public var logLevel = Logger.Level.info
    public var logFormat = LogFormat.automatic
    public var engine = EngineSettings()

    /// The largest request. Default 4 MiB.
    public var maxRequestBytes: Int {
        get { door.maxRequestBytes }
        set { door.maxRequestBytes = newValue }
    }

    public init() {}
}

/// Why a server did not start: one sentence for the person who started it.
public struct ServerStartError: Error, CustomStringConvertible {
    public let description: String
    /// Set when it is about a store.
    public let refusal: StoreRefusal?

    init(_ description: String, _ refusal: StoreRefusal? = nil) {
        self.description = description
        self.refusal = refusal
    }
}
