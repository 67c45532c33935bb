import HTTPTranscoding
import OperationsWire
import ProtoJSON

/// The description of all that is served over REST, in OpenAPI 3.1: made of the templates that route.
struct OpenAPIDocument: Sendable {
    /// One operation of the document.
    struct Entry: Sendable {
        let path: PathExpansion.Path
        let verb: String
        let method: RESTMethod
        let rule: HTTPRule
        /// Unique in the document, and as far as that goes the same whatever else is served.
        let id: String
    }

    private let entries: [Entry]

    /// - Parameter routes: of several that share a path and a verb, the one that is matched first.
    init(_ routes: [RESTRoute]) {
        var entries: [Entry] = []
        var places: Set<[String]> = []
        var uses: [String: Int] = [:]
        for route in routes {
            guard case .method(let method, let rule) = route.target else { continue }
            for path in PathExpansion.paths(of: route.template)
            where places.insert([path.text, route.method]).inserted {
                let verb = route.method.lowercased()
                let id = "\(method.shortName)_\(verb)\(path.words.map { "_\($0)" }.joined())"
                let use = uses[id, default: 0] + 1
                uses[id] = use
                entries.append(
                    Entry(path: path, verb: verb, method: method, rule: rule, id: use == 1 ? id : "\(id)_\(use)"))
            }
        }
        self.entries = entries
    }

    func json(_ types: PayloadTypes) -> [UInt8] {
        let pool = types.transcoder.pool
        var writer = JSONWriter(reserving: 256 * 1_024)
        writer.object { document in
            document.key("openapi")
            document.string("3.1.0")
            document.key("info")
            document.raw(Self.info)
            document.key("servers")
            document.raw(#"[{"url":"/"}]"#.utf8)
            document.key("paths")
            document.object { writePaths(to: &$0, pool) }
            document.key("components")
            document.object { writeComponents(to: &$0, pool) }
        }
        return writer.bytes
    }

    private func writePaths(to paths: inout JSONWriter, _ pool: DescriptorPool) {
        let groups = Dictionary(grouping: entries, by: \.path.text)
        for path in groups.keys.sorted() {
            paths.key(path)
            paths.object { item in
                for entry in groups[path] ?? [] {
                    item.key(entry.verb)
                    item.object { entry.write(to: &$0, pool) }
                }
            }
        }
        paths.key("/openapi.json")
        paths.raw(Self.ownPath.utf8)
        for (path, description) in [("/healthz", "The server runs."), ("/readyz", "Changes can be stored.")] {
            paths.key(path)
            paths.raw(Self.probe(path, description).utf8)
        }
    }

    private func writeComponents(to components: inout JSONWriter, _ pool: DescriptorPool) {
        components.key("parameters")
        components.object { parameters in
            for parameter in SystemParameterSchema.all {
                parameters.key(parameter.component)
                parameters.raw(parameter.json.utf8)
            }
        }
        components.key("schemas")
        components.object { schemas in
            schemas.key("Error")
            schemas.raw(Self.errorSchema.utf8)
            let names = Set(entries.flatMap { [$0.method.requestType, $0.method.responseType] } + [Self.anyType])
            schemas.members(ofObject: (try? pool.schemas(of: names.sorted(), options: Self.options)) ?? [])
        }
    }

    /// Both forms of enums may be asked for.
    static let options = SchemaOptions(acceptsEnumNumbers: true)
    private static let anyType = "google.protobuf.Any"

    private static let info = Array(
        """
        {"title":"longrun","version":"1","description":"Long-running operations: google.longrunning.Operations \
        under every parent, and longrun.v1 for those who make them. Where a path begins with projects and locations, \
        other parents take their place as well, and without services in the configuration every version takes that of v1."}
        """.utf8)

    private static let ownPath = """
        {"get":{"operationId":"openapi","tags":["probes"],"summary":"This document.","responses":{"200":{\
        "description":"It.","content":{"application/json":{"schema":{"type":"object"}}}},\
        "default":{"description":"An error.","content":{"application/json":{"schema":\
        {"$ref":"#/components/schemas/Error"}}}}}}}
        """

    private static func probe(_ path: String, _ description: String) -> String {
        """
        {"get":{"operationId":"\(path.dropFirst())","tags":["probes"],"summary":"\(description)",\
        "responses":{"200":{"description":"\(description)","content":{"text/plain":{"schema":{"type":"string"}}}},\
        "default":{"description":"It is not so.","content":{"text/plain":{"schema":{"type":"string"}},\
        "application/json":{"schema":{"$ref":"#/components/schemas/Error"}}}}}}}
        """
    }

    private static let errorSchema = """
        {"type":"object","additionalProperties":false,"required":["error"],"properties":{"error":{"type":"object",\
        "additionalProperties":false,"required":["code","message","status"],"properties":{\
        "code":{"type":"integer","description":"The HTTP status."},"message":{"type":"string"},\
        "status":{"type":"string","description":"A name of google.rpc.Code."},\
        "errors":{"type":"array","items":{"type":"object"},"description":"Only with $.xgafv=1."},\
        "details":{"type":"array","items":{"$ref":"#/components/schemas/google.protobuf.Any"}}}}}}
        """
}
