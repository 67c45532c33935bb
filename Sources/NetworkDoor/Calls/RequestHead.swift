import NIOHPACK
import NIOHTTP1

/// The head of a request, read once: what the door itself must know, and the fields for whoever handles the call.
struct RequestHead: Sendable {
    enum Version {
        case http1_0
        case http1_1
        case http2
    }

    var version: Version
    var method = ""
    /// The path and the query.
    var target = ""
    var fields: HeaderFields
    var contentType: String?
    var contentLength: Int?
    var expect: String?
    var te: String?
    var timeout: String?
    var encoding: String?
    var acceptEncoding: String?
    /// How the body of a plain request is packed; all such fields.
    var contentCodings: String?
    /// How the body of a plain answer may be packed; all such fields.
    var acceptedCodings: String?
    var fieldCount = 0
    /// Names and values together.
    var bytes = 0

    /// - Returns: nil when the header block breaks the rules of HTTP/2.
    init?(_ headers: HPACKHeaders) {
        version = .http2
        fields = HeaderFields(headers)
        var rules = HeaderRules()
        for (name, value, _) in headers {
            rules.take(name, value)
            read(name, value)
        }
        guard rules.isKept else { return nil }
        target = Self.originForm(target)
    }

    init(_ head: HTTPRequestHead) {
        version = head.version == .http1_0 ? .http1_0 : .http1_1
        fields = HeaderFields(head.headers)
        for (name, value) in head.headers { read(name.lowercased(), value) }
        method = head.method.rawValue
        target = Self.originForm(head.uri)
    }

    /// Sorted by length first: this runs for each field of each request.
    private mutating func read(_ name: String, _ value: String) {
        fieldCount += 1
        bytes += name.utf8.count + value.utf8.count
        switch name.utf8.count {
        case 2 where name == "te": te = value
        case 5 where name == ":path": target = value
        case 6 where name == "expect": expect = value
        case 7 where name == ":method": method = value
        case 12 where name == "content-type": contentType = value
        case 12 where name == "grpc-timeout": timeout = value
        case 13 where name == "grpc-encoding": encoding = value
        case 14 where name == "content-length": contentLength = Int(value)
        case 15 where name == "accept-encoding": acceptedCodings = Self.joined(acceptedCodings, value)
        case 16 where name == "content-encoding": contentCodings = Self.joined(contentCodings, value)
        case 20 where name == "grpc-accept-encoding": acceptEncoding = value
        default: break
        }
    }

    /// Several fields are one list (RFC 9110, 5.3).
    private static func joined(_ list: String?, _ value: String) -> String {
        list.map { $0 + "," + value } ?? value
    }

    var kind: ContentKind { ContentKind(contentType: contentType) }

    var expectsContinue: Bool { expect?.lowercased() == "100-continue" }

    /// A proxy may be asked with a whole URL; only its path and query count here.
    private static func originForm(_ target: String) -> String {
        guard !target.hasPrefix("/"), let scheme = target.firstRange(of: "://") else { return target }
        guard let slash = target[scheme.upperBound...].firstIndex(of: "/") else { return "/" }
        return String(target[slash...])
    }
}
