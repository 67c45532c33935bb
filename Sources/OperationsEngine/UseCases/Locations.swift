public import OperationsCore

/// What is configured of google.cloud.location.Locations: the same below every project.
extension OperationEngine {
    /// One page of locations, ordered by their ids.
    ///
    /// - Parameters:
    ///   - name: what they belong to, such as `projects/p`, with or without `locations` behind it; may be empty.
    ///   - filter: must be empty.
    ///   - pageSize, pageToken: as for ``listOperations(under:filter:pageSize:pageToken:)``.
    public func listLocations(
        under name: String, filter: String = "", pageSize: Int32 = 0, pageToken: String = ""
    ) throws(ServiceError) -> Page<NamedLocation> {
        let parent = try Self.project(Self.owner(ofLocations: name))
        guard filter.isEmpty else {
            throw .invalid("filter", "Locations cannot be filtered here; leave the filter out.")
        }
        let limit = try limit(forPageSize: pageSize)
        let question = "locations/\(parent)"
        let after = try tokens.cursor(in: pageToken, query: question, now: time.now) ?? ""
        let rest = settings.locations.sorted { $0.id < $1.id }.filter { $0.id > after }
        let page = rest.prefix(limit).map { NamedLocation(name: Self.name($0, under: parent), location: $0) }
        guard rest.count > page.count, let last = page.last else { return Page(items: page, nextPageToken: "") }
        return Page(
            items: page, nextPageToken: tokens.token(cursor: last.location.id, query: question, now: time.now))
    }

    /// One location.
    ///
    /// - Parameter name: `locations/{id}`, perhaps with a parent before it.
    /// - Throws: INVALID_FIELD, LOCATION_NOT_FOUND.
    public func location(_ name: String) throws(ServiceError) -> NamedLocation {
        let segments = try Parent(name, field: "name").text.split(separator: "/")
        guard let id = segments.last, segments.dropLast().last == "locations" else {
            throw .invalid("name", "Write 'locations/ID', or a project before it, as in 'projects/p/locations/ID'.")
        }
        _ = try Self.project(segments.dropLast(2).joined(separator: "/"))
        guard let location = settings.locations.first(where: { $0.id == id }) else {
            throw ServiceError(
                .locationNotFound, "There is no location '\(name)'; list the locations to see what there is.",
                metadata: ["name": name])
        }
        return NamedLocation(name: name, location: location)
    }

    /// What locations belong to: a project, or nothing.
    private static func project(_ name: String) throws(ServiceError) -> String {
        let parent = try Parent(name, field: "name").text
        guard parent.isEmpty || parent.hasPrefix("projects/"), parent.split(separator: "/").count <= 2 else {
            throw .invalid("name", "Locations belong to a project, such as 'projects/p', or to nothing.")
        }
        return parent
    }

    private static func owner(ofLocations name: String) -> String {
        if name == "locations" { return "" }
        return name.hasSuffix("/locations") ? String(name.dropLast("/locations".count)) : name
    }

    private static func name(_ location: Location, under parent: String) -> String {
        parent.isEmpty ? "locations/\(location.id)" : "\(parent)/locations/\(location.id)"
    }
}
