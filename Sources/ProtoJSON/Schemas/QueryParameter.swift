/// A field of a request that can be given in the query of a URL.
public struct QueryParameter: Sendable, Equatable {
    /// The names that lead to it as JSON writes them, with dots between them: `options.requestedPolicyVersion`.
    public let path: String
    /// Its JSON Schema, which refers to no other: of a field that may be given several times, that of a list.
    public let schema: [UInt8]
}

extension DescriptorPool {
    /// How many names a path to a query parameter has at most.
    static let longestParameterPath = 4

    /// The fields of a request that can be given in the query of a URL: those that ``leaf(at:of:)`` finds.
    ///
    /// Messages in it are followed, up to four names deep and never into one that is being followed. Maps, lists of
    /// messages, Any, Struct, Value and ListValue have no place in a query.
    ///
    /// - Parameters:
    ///   - type: the full name of the request's message.
    ///   - excluded: fields of that message that are given elsewhere, as in the path or the body; in either spelling.
    /// - Returns: in the order of the fields' numbers, those of a message in the place of the field that holds it.
    /// - Throws: when the type is not described.
    public func queryParameters(
        of type: String, excluding excluded: Set<String> = [], options: SchemaOptions = SchemaOptions()
    ) throws(TranscodingFault) -> [QueryParameter] {
        let place = try place(ofDescribed: type)
        var walk = ParameterWalk(pool: self, options: options, open: [place])
        for field in messages[place].fields where !excluded.contains(field.name) && !excluded.contains(field.jsonName) {
            walk.add(field)
        }
        return walk.parameters
    }
}

/// Follows the messages of a request to the fields that a query can give.
private struct ParameterWalk {
    let pool: DescriptorPool
    let options: SchemaOptions
    /// The messages that are being followed.
    var open: [Int]
    var path: [String] = []
    var parameters: [QueryParameter] = []

    mutating func add(_ field: FieldType) {
        path.append(field.jsonName)
        defer { path.removeLast() }
        switch pool.selectable(in: field) {
        case .nothing: addLeaf(field)
        case .list(let kind): if case .nothing = pool.selectable(in: kind) { addLeaf(field) }
        case .message(let place): follow(place)
        case .any, .dynamic, .map, .undescribed: break
        }
    }

    private mutating func follow(_ place: Int) {
        guard path.count < DescriptorPool.longestParameterPath, !open.contains(place) else { return }
        open.append(place)
        for field in pool.messages[place].fields { add(field) }
        open.removeLast()
    }

    private mutating func addLeaf(_ field: FieldType) {
        var writer = SchemaWriter(pool, options)
        writer.field(field, isInline: true)
        parameters.append(
            QueryParameter(path: path.joined(separator: "."), schema: writer.output.bytes))
    }
}
