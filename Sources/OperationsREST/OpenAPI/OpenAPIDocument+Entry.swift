import HTTPTranscoding
import OperationsWire
import ProtoJSON

/// One operation object.
extension OpenAPIDocument.Entry {
    func write(to operation: inout JSONWriter, _ pool: DescriptorPool) {
        operation.key("operationId")
        operation.string(id)
        operation.key("tags")
        operation.array([method.service]) { $0.string($1) }
        operation.key("summary")
        operation.string(method.words)
        operation.key("parameters")
        operation.array(parameters(pool)) { $0.raw($1) }
        if let body {
            operation.key("requestBody")
            operation.raw(body.utf8)
        }
        operation.key("responses")
        operation.raw(responses.utf8)
    }

    /// Path, query and system parameters, each an object.
    private func parameters(_ pool: DescriptorPool) -> [[UInt8]] {
        var parameters = path.parameters.map { name in
            Array(#"{"name":"\#(name)","in":"path","required":true,"schema":\#(Self.schema(ofSegment: name))}"#.utf8)
        }
        if rule.body != .whole {
            var bound = Set(rule.template.variables.map(\.field))
            if case .field(let field) = rule.body { bound.insert(field) }
            let fields = try? pool.queryParameters(
                of: method.requestType, excluding: bound, options: OpenAPIDocument.options)
            parameters += (fields ?? []).map(query)
        }
        return parameters + SystemParameterSchema.all.map { Array($0.reference.utf8) }
    }

    /// No id of an operation has a colon.
    private static func schema(ofSegment name: String) -> String {
        name == "operation"
            ? #"{"type":"string","pattern":"^[A-Za-z0-9._~()@+,=!-]{1,128}$"}"#
            : #"{"type":"string","pattern":"^[A-Za-z0-9._~()@+,=!:-]{1,128}$"}"#
    }

    private func query(_ field: QueryParameter) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { parameter in
            parameter.key("name")
            parameter.string(field.path)
            parameter.key("in")
            parameter.string("query")
            parameter.key("schema")
            parameter.raw(field.schema)
        }
        return writer.bytes
    }

    /// Nil when the method takes none.
    private var body: String? {
        switch rule.body {
        case .none: nil
        case .whole, .wholeOrQuery:
            """
            {"content":{"application/json":{"schema":{"$ref":"#/components/schemas/\(method.requestType)"}},\
            "application/x-protobuf":{}}}
            """
        case .field: #"{"content":{"application/json":{}}}"#
        }
    }

    private var responses: String {
        """
        {"200":{"description":"The answer.","content":{"application/json":{"schema":\
        {"$ref":"#/components/schemas/\(method.responseType)"}},"application/x-protobuf":{},"text/event-stream":{}}},\
        "default":{"description":"An error.","content":{"application/json":{"schema":\
        {"$ref":"#/components/schemas/Error"}},"application/x-protobuf":{}}}}
        """
    }
}

extension RESTMethod {
    /// `google.longrunning.Operations`.
    var service: String { String(name.prefix { $0 != "/" }) }

    /// `GetOperation`.
    var shortName: String { String(name[(name.firstIndex(of: "/").map(name.index(after:)) ?? name.startIndex)...]) }

    /// `Get operation`.
    var words: String {
        shortName.reduce(into: "") { words, letter in
            words += letter.isUppercase && !words.isEmpty ? " \(letter.lowercased())" : String(letter)
        }
    }
}
