import NetworkDoor
import OperationsCore

/// What every method understands beside its own fields: Google's system parameters, from the query or from headers.
struct SystemParameters: Sendable {
    enum Form: Sendable {
        case json
        case proto
        /// The answer as the one event of a stream of server-sent events.
        case sse
    }

    /// `alt`. Default JSON.
    private(set) var form = Form.json
    /// `alt=json;enum-encoding=int`.
    private(set) var writesEnumsAsNumbers = false
    /// `prettyPrint`. Default true.
    private(set) var isIndented = true
    /// `fields`, or the header `X-Goog-FieldMask`; empty means all.
    private(set) var fields = ""
    /// `$.xgafv=1`: errors have the members that the first version of the format had, too.
    private(set) var hasLegacyErrors = false
    /// True when the body is a message in binary: by `$ct`, or the header `Content-Type`.
    var sendsBinary: Bool {
        let type = contentType.lowercased()
        return type.hasPrefix("application/x-protobuf") || type.hasPrefix("application/protobuf")
    }
    private var contentType = ""

    /// Each with or without a `$` before it.
    private static let names: Set<String> = [
        "alt", ".xgafv", "fields", "prettyPrint", "key", "access_token", "oauth_token", "quotaUser", "userIp",
        "callback", "ct", "uploadType", "upload_protocol", "apiVersion", "trace",
    ]

    init() {}

    /// - Parameters:
    ///   - pairs: the query; what is no system parameter is left in it.
    ///   - headers: of the request.
    init(_ pairs: inout [(name: String, value: String)], _ headers: HeaderFields) throws(ServiceError) {
        contentType = headers["content-type"] ?? ""
        fields = headers["x-goog-fieldmask"] ?? ""
        var seen: Set<String> = []
        var others: [(name: String, value: String)] = []
        for (name, value) in pairs {
            let bare = name.hasPrefix("$") ? String(name.dropFirst()) : name
            guard Self.names.contains(bare), bare != ".xgafv" || name.hasPrefix("$") else {
                others.append((name, value))
                continue
            }
            guard seen.insert(bare).inserted else {
                throw .invalid(name, "This parameter is given twice.", reason: .malformedRequest)
            }
            try set(bare, value, as: name)
        }
        if seen.contains("apiVersion"), headers["x-goog-api-version"] != nil {
            throw .invalid(
                "$apiVersion", "Give the version by this parameter or by the header X-Goog-Api-Version, not by both.",
                reason: .malformedRequest)
        }
        pairs = others
    }

    private mutating func set(_ name: String, _ value: String, as spelled: String) throws(ServiceError) {
        switch name {
        case "alt": try setForm(value, as: spelled)
        case "fields": if !value.isEmpty { fields = value }
        case "ct": if !value.isEmpty { contentType = value }
        case "prettyPrint":
            guard ["", "true", "false"].contains(value) else {
                throw .invalid(spelled, "Either true or false is expected.", reason: .malformedRequest)
            }
            isIndented = value != "false"
        case ".xgafv":
            guard ["", "1", "2"].contains(value) else {
                throw .invalid(spelled, "The format of errors is 1 or 2.", reason: .malformedRequest)
            }
            hasLegacyErrors = value == "1"
        default: break
        }
    }

    private mutating func setForm(_ value: String, as spelled: String) throws(ServiceError) {
        switch value {
        case "", "json": break
        case "json;enum-encoding=int": writesEnumsAsNumbers = true
        case "proto": form = .proto
        case "sse": form = .sse
        default:
            throw .invalid(
                spelled, "Use json, json;enum-encoding=int, proto or sse.", reason: .malformedRequest)
        }
    }
}
