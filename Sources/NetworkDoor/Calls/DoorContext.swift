import Logging

/// What all connections of a door share.
final class DoorContext: Sendable {
    let services: DoorServices
    let limits: DoorLimits
    let serverName: String
    let jobs: CallJobs
    let budget: ByteBudget
    let connections: ConnectionRegistry
    let logger: Logger

    init(
        services: DoorServices, limits: DoorLimits, serverName: String, jobs: CallJobs, budget: ByteBudget,
        connections: ConnectionRegistry, logger: Logger
    ) {
        self.services = services
        self.limits = limits
        self.serverName = serverName
        self.jobs = jobs
        self.budget = budget
        self.connections = connections
        self.logger = logger
    }
}
