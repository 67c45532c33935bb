import OperationsCore
import OperationsWire
import SwiftProtobuf

/// The query of a request, without the system parameters that every Google client may send.
///
/// An empty value means unset. Names are taken in lowerCamelCase and as the proto spells them.
struct QueryParameters {
    private var values: [String: String] = [:]

    /// Names that never count as unknown; what they mean is decided elsewhere, or nothing.
    private static let system: Set<String> = [
        "$alt", "alt", "$.xgafv", "$fields", "fields", "$prettyPrint", "prettyPrint", "$key", "key", "access_token",
        "oauth_token", "quotaUser", "$callback", "callback", "$ct", "uploadType", "upload_protocol", "$apiVersion",
    ]

    /// - Parameter query: what stands behind the question mark, undecoded.
    init(_ query: String) throws(ServiceError) {
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentEncoding.decode(parts[0], plusIsSpace: true),
                let value = PercentEncoding.decode(parts.count > 1 ? parts[1] : "", plusIsSpace: true)
            else {
                throw .invalid("\(parts[0])", "The query holds a percent sign that is not an escape of UTF-8 text.")
            }
            if Self.system.contains(name) {
                try Self.checkSystem(name, value)
            } else if values.updateValue(value, forKey: Self.protoName(name)) != nil {
                throw .invalid(name, "This query parameter is given twice.", reason: .malformedRequest)
            }
        }
    }

    /// Refuses every parameter that is not among these proto names.
    func allow(_ names: Set<String>) throws(ServiceError) {
        for name in values.keys.sorted() where !names.contains(name) {
            throw .invalid(
                name, "There is no such query parameter here; check its spelling.", reason: .malformedRequest)
        }
    }

    func text(_ name: String) -> String { values[name] ?? "" }

    func integer(_ name: String) throws(ServiceError) -> Int32 {
        guard let value = values[name], !value.isEmpty else { return 0 }
        guard let number = Int32(value) else { throw .invalid(name, "A whole number is expected.") }
        return number
    }

    func flag(_ name: String) throws(ServiceError) -> Bool {
        switch values[name] ?? "" {
        case "", "false": return false
        case "true": return true
        default: throw .invalid(name, "Either true or false is expected.")
        }
    }

    func duration(_ name: String) throws(ServiceError) -> Duration? {
        guard let value = values[name], !value.isEmpty else { return nil }
        do {
            return try Duration(Google_Protobuf_Duration(jsonString: "\"\(value)\""), field: name)
        } catch let error as ServiceError {
            throw error
        } catch {
            throw .invalid(name, "A duration is expected: decimal seconds and an 's', such as '2.5s'.")
        }
    }

    private static func checkSystem(_ name: String, _ value: String) throws(ServiceError) {
        guard name == "alt" || name == "$alt" else { return }
        guard ["", "json", "json;enum-encoding=int"].contains(value) else {
            throw .invalid(name, "Only JSON is answered here; use alt=json.")
        }
    }

    /// `pageSize` as `page_size`.
    private static func protoName(_ name: String) -> String {
        name.reduce(into: "") { result, character in
            result += character.isUppercase ? "_" + character.lowercased() : String(character)
        }
    }
}
