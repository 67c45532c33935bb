import Logging
import NetworkDoor
import OperationsCore
import OperationsEngine
import OperationsWire

extension ServerConfiguration {
    /// Reads a configuration file; what it does not name keeps its default.
    ///
    /// - Parameter file: nil gives the defaults.
    /// - Throws: ``ServerStartError`` for a file that cannot be read, an unknown key or a wrong value.
    public static func load(file: String?) throws(ServerStartError) -> ServerConfiguration {
        guard let file, let section = try YAMLSection(file: file) else { return ServerConfiguration() }
        return try parse(section, file: file)
    }

    static func parse(_ yaml: String, file: String) throws(ServerStartError) -> ServerConfiguration {
        guard let section = try YAMLSection(text: yaml, file: file) else { return ServerConfiguration() }
        return try parse(section, file: file)
    }

    private static func parse(_ whole: YAMLSection, file: String) throws(ServerStartError) -> ServerConfiguration {
        var section = whole
        var configuration = ServerConfiguration()
        try configuration.readServer(&section)
        try configuration.readServices(&section, file: file)
        if var log = try section.section("log") { try configuration.readLog(&log) }
        if var payloads = try section.section("payloads") { try configuration.readPayloads(&payloads) }
        if var operations = try section.section("operations") { try configuration.readOperations(&operations) }
        if var postgres = try section.section("postgres") { try configuration.readPostgres(&postgres) }
        if let queues = try section.section("queues") { try configuration.readQueues(queues) }
        if var limits = try section.section("limits") { try configuration.readLimits(&limits) }
        try section.finish()
        return configuration
    }

    private mutating func readServer(_ section: inout YAMLSection) throws(ServerStartError) {
        let places = try section.texts("listen", "HOST:PORT or unix:PATH") {
            (try? ListenPlace($0, option: "listen")) != nil
        }
        listen = places.map { ListenAddresses($0) } ?? listen
        grpcListen = try section.text("grpcListen") ?? grpcListen
        store = try section.text("store") ?? store
        shutdownTimeout = try section.duration("shutdownTimeout", .seconds(0)...(.seconds(3_600))) ?? shutdownTimeout
    }

    private mutating func readLog(_ section: inout YAMLSection) throws(ServerStartError) {
        let levels = Logger.Level.allCases.map(\.rawValue)
        if let level = try section.choice("level", levels) { logLevel = Logger.Level(rawValue: level) ?? logLevel }
        let formats = LogFormat.allCases.map(\.rawValue)
        if let format = try section.choice("format", formats) { logFormat = LogFormat(rawValue: format) ?? logFormat }
        try section.finish()
    }

    private mutating func readPayloads(_ section: inout YAMLSection) throws(ServerStartError) {
        descriptors = try section.texts("descriptors", "a file") { !$0.isEmpty } ?? descriptors
        let choices = PayloadTypes.Unknown.allCases.map(\.rawValue)
        if let choice = try section.choice("unknown", choices) {
            unknownPayloads = PayloadTypes.Unknown(rawValue: choice) ?? unknownPayloads
        }
        try section.finish()
    }

    private mutating func readOperations(_ section: inout YAMLSection) throws(ServerStartError) {
        let anySpan = Duration.zero...Limits.longestDuration
        engine.leaseDuration = try section.duration("lease", Limits.leaseDuration) ?? engine.leaseDuration
        engine.cancelGracePeriod = try section.duration("cancelGracePeriod", anySpan) ?? engine.cancelGracePeriod
        engine.timeToLive = try section.duration("ttl", anySpan) ?? engine.timeToLive
        engine.tombstoneRetention = try section.duration("tombstone", anySpan) ?? engine.tombstoneRetention
        engine.longestWait = try section.duration("longestWait", anySpan) ?? engine.longestWait
        engine.pageTokenLife = try section.duration("pageTokenLife", anySpan) ?? engine.pageTokenLife
        engine.defaultPageSize = try section.integer("pageSize", 1...100_000) ?? engine.defaultPageSize
        engine.largestPageSize = try section.integer("maxPageSize", 1...100_000) ?? engine.largestPageSize
        engine.defaultPageSize = min(engine.defaultPageSize, engine.largestPageSize)
        if var retry = try section.section("retry") { try readRetry(&retry) }
        try section.finish()
    }

    private mutating func readQueues(_ queues: YAMLSection) throws(ServerStartError) {
        let isName = { (key: String) in !key.isEmpty && (try? FieldRules.checkQueue(key, field: "queue")) != nil }
        for (queue, section) in try queues.sections("the name of a queue", where: isName) {
            var section = section
            engine.queueTimeToLive[queue] = try section.duration("ttl", .zero...Limits.longestDuration)
            try section.finish()
        }
    }

    private mutating func readRetry(_ section: inout YAMLSection) throws(ServerStartError) {
        let anySpan = Duration.zero...Limits.longestDuration
        var policy = engine.retryPolicy
        policy.maxAttempts = Int32(try section.integer("maxAttempts", 1...100_000) ?? Int(policy.maxAttempts))
        policy.initialBackoff = try section.duration("initialBackoff", anySpan) ?? policy.initialBackoff
        policy.maxBackoff = try section.duration("maxBackoff", anySpan) ?? policy.maxBackoff
        policy.backoffMultiplier = try section.number("backoffMultiplier", 1...1_000) ?? policy.backoffMultiplier
        policy.maxBackoff = max(policy.maxBackoff, policy.initialBackoff)
        engine.retryPolicy = policy
        try section.finish()
    }

    private mutating func readLimits(_ section: inout YAMLSection) throws(ServerStartError) {
        engine.longestQueue = try section.integer("queuedCommands", 1...10_000_000) ?? engine.longestQueue
        engine.longestQueueTime =
            try section.duration("queuedTime", .milliseconds(100)...(.seconds(3_600))) ?? engine.longestQueueTime
        engine.cacheBytes = try section.integer("cacheBytes", 0...1_099_511_627_776) ?? engine.cacheBytes
        try door.readSizes(&section)
        try door.readTimes(&section)
        try section.finish()
    }
}

extension DoorLimits {
    fileprivate mutating func readSizes(_ section: inout YAMLSection) throws(ServerStartError) {
        maxConnections = try section.integer("maxConnections", 1...10_000_000) ?? maxConnections
        maxConcurrentStreams = try section.integer("maxConcurrentStreams", 1...1_000_000) ?? maxConcurrentStreams
        maxRequestBytes = try section.integer("maxRequestBytes", 1_024...1_073_741_824) ?? maxRequestBytes
        maxHeaderBytes = try section.integer("maxHeaderBytes", 1_024...1_048_576) ?? maxHeaderBytes
        maxHeaderCount = try section.integer("maxHeaderCount", 16...10_000) ?? maxHeaderCount
        maxHeldBytes = try section.integer("maxHeldBytes", 1_048_576...1_099_511_627_776) ?? maxHeldBytes
        maxHeldBytesPerConnection =
            try section.integer("maxHeldBytesPerConnection", 65_536...1_099_511_627_776) ?? maxHeldBytesPerConnection
    }

    fileprivate mutating func readTimes(_ section: inout YAMLSection) throws(ServerStartError) {
        let span = Duration.milliseconds(100)...Duration.seconds(365 * 86_400)
        idleTime = try section.duration("idleTime", span) ?? idleTime
        headTime = try section.duration("headTime", span) ?? headTime
        maxConnectionAge = try section.duration("maxConnectionAge", span) ?? maxConnectionAge
        ageGrace = try section.duration("ageGrace", span) ?? ageGrace
        keepaliveInterval = try section.duration("keepaliveInterval", span) ?? keepaliveInterval
        keepaliveTimeout = try section.duration("keepaliveTimeout", span) ?? keepaliveTimeout
    }
}
