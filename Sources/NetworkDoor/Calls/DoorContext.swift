import Logging

/// What all connections of a door share.
struct DoorContext: Sendable {
    let services: DoorServices
    let limits: DoorLimits
    let serverName: String
    let jobs: CallJobs
    let budget: ByteBudget
    let connections: ConnectionRegistry
    let logger: Logger
}
