import HTTPTranscoding
import OperationsCore
import OperationsWire
import ProtoJSON

/// A field of a request that is given as bare text, in the path or in the query.
struct FieldText: Sendable {
    /// Its path, in either spelling: `pageSize`, `options.requested_policy_version`.
    let name: String
    let value: String

    /// A parameter of the query.
    init(_ parameter: (name: String, value: String)) {
        (name, value) = parameter
    }

    /// What a path says; `**` that matches nothing says nothing.
    static func bound(by template: HTTPTemplate, _ path: [Substring]) -> [FieldText] {
        template.values(in: path).filter { !$0.value.isEmpty }.map { FieldText((name: $0.field, value: $0.value)) }
    }
}

/// Fields given as text, arranged as the JSON object that they stand for, so that each value is read by the rules of
/// ProtoJSON. An empty value means unset.
struct FieldTree {
    private var values: [String] = []
    private var leaf: FieldLeaf?
    private var members: [String: FieldTree] = [:]
    /// In the order in which they came.
    private var names: [String] = []

    /// - Parameter type: the full name of the request message.
    mutating func add(_ field: FieldText, of type: String, in pool: DescriptorPool) throws(ServiceError) {
        let leaf: FieldLeaf
        do throws(TranscodingFault) {
            leaf = try pool.leaf(at: field.name, of: type)
        } catch {
            throw .invalid(
                field.name, "There is no such query parameter here. \(error.problem)", reason: .malformedRequest)
        }
        if leaf.isBool, !["", "true", "false"].contains(field.value) {
            throw .invalid(field.name, "Either true or false is expected.", reason: .malformedRequest)
        }
        guard add(field.value, leaf, leaf.jsonPath[...]) else {
            throw .invalid(field.name, "This query parameter is given twice.", reason: .malformedRequest)
        }
    }

    /// - Returns: false when the field has a value already.
    private mutating func add(_ value: String, _ leaf: FieldLeaf, _ path: ArraySlice<String>) -> Bool {
        guard let name = path.first else {
            guard self.leaf == nil || leaf.isRepeated else { return false }
            self.leaf = leaf
            if !value.isEmpty { values.append(value) }
            return true
        }
        if members[name] == nil { names.append(name) }
        return members[name, default: FieldTree()].add(value, leaf, path.dropFirst())
    }

    var json: [UInt8] {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.bytes
    }

    private var isEmpty: Bool { values.isEmpty && members.values.allSatisfy(\.isEmpty) }

    private func write(to writer: inout JSONWriter) {
        guard let leaf else {
            writer.object { object in
                for name in names {
                    guard let member = members[name], !member.isEmpty else { continue }
                    object.key(name)
                    member.write(to: &object)
                }
            }
            return
        }
        if leaf.isRepeated {
            writer.array(values) { Self.write($1, leaf, to: &$0) }
        } else if let value = values.first {
            Self.write(value, leaf, to: &writer)
        }
    }

    private static func write(_ value: String, _ leaf: FieldLeaf, to writer: inout JSONWriter) {
        if leaf.isBool { writer.flag(value == "true") } else { writer.string(value) }
    }
}
