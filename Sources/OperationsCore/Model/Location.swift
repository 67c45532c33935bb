/// A place where services have their operations, as google.cloud.location.Locations tells of it.
public struct Location: Hashable, Sendable {
    /// The last segment of its names.
    public var id: String
    /// For people.
    public var displayName: String
    public var labels: [String: String]

    public init(id: String, displayName: String = "", labels: [String: String] = [:]) {
        self.id = id
        self.displayName = displayName
        self.labels = labels
    }
}

/// A location under the name that a caller asked by.
public struct NamedLocation: Hashable, Sendable {
    public let name: String
    public let location: Location

    public init(name: String, location: Location) {
        self.name = name
        self.location = location
    }
}
