/// What a door takes from its peers; each default is stated. Over a limit the protocol's own answer is given, or the
/// connection is closed: what a peer can make the door hold is bounded.
public struct DoorLimits: Sendable {
    // Connections.

    /// Connections at once. Default 20,000; more are closed as they come.
    public var maxConnections = 20_000
    /// How long a connection may be without a call. Default 5 min; then GOAWAY, or it is closed.
    public var idleTime = Duration.seconds(300)
    /// How long the first bytes, a TLS handshake, or the head of an HTTP/1.1 request may take. Default 10 s; then 408
    /// when part of a head has come, and the connection is closed.
    public var headTime = Duration.seconds(10)
    /// The age at which a connection is told to go (GOAWAY, `Connection: close`), give or take a tenth. Default none.
    public var maxConnectionAge: Duration?
    /// How long calls may go on once a connection was told to go because of its age. Default 60 s.
    public var ageGrace = Duration.seconds(60)

    // Requests.

    /// The largest message or body of a request, unpacked. Default 4 MiB; larger ones answer RESOURCE_EXHAUSTED, or 413.
    public var maxRequestBytes = 4 * 1_024 * 1_024
    /// The largest message of an answer. Default 64 MiB; larger ones answer RESOURCE_EXHAUSTED.
    public var maxAnswerBytes = 64 * 1_024 * 1_024
    /// The header fields of a request, names and values together. Default 16 KiB; larger ones answer 431 over HTTP/1.1
    /// and end the connection over HTTP/2, whose compression state is lost with them.
    public var maxHeaderBytes = 16 * 1_024
    /// How many header fields a request has. Default 128; more answer 431, or RESOURCE_EXHAUSTED.
    public var maxHeaderCount = 128
    /// How long a body may take before its pace counts. Default 10 s.
    public var bodyGrace = Duration.seconds(10)
    /// Bytes that each second after ``bodyGrace`` must have brought, until a body is whole. Default 1,024; slower ones
    /// answer 408, or DEADLINE_EXCEEDED. Streaming calls may be silent.
    public var slowestBody = 1_024

    // HTTP/2.

    /// Calls at once on one connection. Default 1,000; more are refused with REFUSED_STREAM, or end the connection of a
    /// peer that has acknowledged the limit.
    public var maxConcurrentStreams = 1_000
    /// RST_STREAM frames a second. Default 1,000; more end the connection with ENHANCE_YOUR_CALM, as do the next three.
    public var resetsPerSecond = 1_000
    /// PING, SETTINGS and PRIORITY frames a second. Default 100.
    public var controlFramesPerSecond = 100
    /// Frames a second that break the rules of their stream. Default 100.
    public var streamErrorsPerSecond = 100
    /// Empty DATA frames in a row. Default 10.
    public var emptyFramesInARow = 10
    /// Bytes a call may send before its handler reads them. Default 256 KiB.
    public var streamWindow = 256 * 1_024
    /// Bytes a connection may have under way. Default 1 MiB.
    public var connectionWindow = 1_024 * 1_024
    /// After how long a silence the door pings a peer that has calls open. Default 60 s.
    public var keepaliveInterval = Duration.seconds(60)
    /// How long the peer may take to answer that ping. Default 20 s; then the connection is closed.
    public var keepaliveTimeout = Duration.seconds(20)

    // Memory.

    /// Bytes of requests and answers that one connection may make the door hold. Default 32 MiB; beyond, its calls are
    /// refused with RESOURCE_EXHAUSTED, or 503, and streamed bodies are cut off. One answer, however large, has room.
    public var maxHeldBytesPerConnection = 32 * 1_024 * 1_024
    /// The same for all connections together, the first 4 KiB of each aside. Default 512 MiB.
    public var maxHeldBytes = 512 * 1_024 * 1_024
    /// Bytes of a streamed answer that are held before its handler has to wait. Default 64 KiB.
    public var streamedAheadBytes = 64 * 1_024
    /// How long a peer may take nothing of the answers that wait for it. Default 30 s; then the connection is closed.
    /// While answers wait at the socket, nothing more is read of their peer. Streams may wait for their own window.
    public var writeStallTime = Duration.seconds(30)

    // The end.

    /// How long connections may linger once a shutdown has begun. Default 3 s.
    public var shutdownGrace = Duration.seconds(3)

    public init() {}

    /// A connection has room for two of the largest requests at least.
    var effectiveHeldBytesPerConnection: Int { max(maxHeldBytesPerConnection, 2 * maxRequestBytes + 65_536) }
}
