extension DescriptorPool {
    /// The JSON Schemas of messages and of all that they refer to, as the value of `components/schemas` in OpenAPI 3.1.
    ///
    ///     let schemas = try pool.schemas(of: ["google.longrunning.Operation"])
    ///     // {"google.longrunning.Operation":{"type":"object","properties":{"name":{"type":"string"},…
    ///
    /// The dialect is JSON Schema 2020-12. An object whose members are the full names of messages and enums, in order;
    /// they refer to each other by `#/components/schemas/FULL.NAME`. The schemas say what ``Transcoder`` writes: names of
    /// fields in JSON, 64-bit numbers in quotes. It reads more than that. That only one member of a oneof may be given is
    /// not said.
    ///
    /// - Throws: when a type is not described.
    public func schemas(
        of fullNames: [String], options: SchemaOptions = SchemaOptions()
    ) throws(TranscodingFault) -> [UInt8] {
        var components = SchemaComponents(self)
        for name in fullNames { components.add(.message(try place(ofDescribed: name))) }
        var writer = SchemaWriter(self, options)
        writer.components(components.all)
        return writer.output.bytes
    }
}

/// A schema that stands under a name of its own.
enum SchemaComponent: Hashable {
    case message(Int)
    case enumeration(Int)
}

/// Gathers the schemas that others refer to.
struct SchemaComponents {
    private let pool: DescriptorPool
    private var found: Set<SchemaComponent> = []

    init(_ pool: DescriptorPool) {
        self.pool = pool
    }

    /// With their names, in the order of these.
    var all: [(name: String, component: SchemaComponent)] {
        found.map { (pool.name(of: $0), $0) }.sorted { $0.name < $1.name }
    }

    /// Adds a schema, and those that it needs.
    mutating func add(_ component: SchemaComponent) {
        var waiting = [component]
        while let next = waiting.popLast() {
            guard found.insert(next).inserted, case .message(let place) = next, pool.messages[place].form == nil else {
                continue
            }
            for field in pool.allFields(of: place) {
                if let needed = pool.component(for: pool.valueKind(of: field)) { waiting.append(needed) }
            }
        }
    }
}

extension DescriptorPool {
    func name(of component: SchemaComponent) -> String {
        switch component {
        case .message(let place): messages[place].fullName
        case .enumeration(let place): enums[place].fullName
        }
    }

    /// The kind of a field's values; of a map's values, not of its entries.
    func valueKind(of field: FieldType) -> FieldKind {
        guard case .map = field.shape else { return field.kind }
        return mapValue(of: field)?.kind ?? field.kind
    }

    /// What a schema of a kind refers to; nil when it is short enough to be written where it is used.
    func component(for kind: FieldKind) -> SchemaComponent? {
        switch kind {
        case .message(let place), .group(let place):
            switch messages[place].form {
            case nil, .any: .message(place)
            default: nil
            }
        case .enumeration(let place): enums[place].isNull ? nil : .enumeration(place)
        default: nil
        }
    }
}
