public import NIOHPACK
public import NIOHTTP1

/// The header fields of a request as they arrived, whatever version of HTTP carried them; names compare without case.
///
/// ```swift
/// let timeout = call.fields["x-server-timeout"].flatMap(Double.init)
/// ```
public struct HeaderFields: Sendable {
    enum Storage {
        case http1(HTTPHeaders)
        case http2(HPACKHeaders)
    }

    let storage: Storage

    public init(_ headers: HTTPHeaders) {
        storage = .http1(headers)
    }

    public init(_ headers: HPACKHeaders) {
        storage = .http2(headers)
    }

    /// The first value of a field.
    ///
    /// - Parameter name: in lower case.
    public subscript(name: String) -> String? {
        switch storage {
        case .http1(let headers): headers.first(name: name)
        case .http2(let headers): headers.first(name: name)
        }
    }

    /// Every value of a field, in order.
    public func values(_ name: String) -> [String] {
        switch storage {
        case .http1(let headers): headers[name]
        case .http2(let headers): headers[name]
        }
    }

    /// A binary metadata value of gRPC, whose name ends in `-bin`; nil when there is none or it is not base64.
    public func binary(_ name: String) -> [UInt8]? {
        self[name].flatMap(BinaryMetadata.decode)
    }

    /// Calls `body` for each field, in order, with lower-case names; pseudo fields of HTTP/2 are left out.
    public func forEach(_ body: (_ name: String, _ value: String) -> Void) {
        switch storage {
        case .http1(let headers):
            for (name, value) in headers { body(name.lowercased(), value) }
        case .http2(let headers):
            for (name, value, _) in headers where name.utf8.first != UInt8(ascii: ":") { body(name, value) }
        }
    }
}
