import NetworkDoor

/// Which pages of other origins browsers may let call the server (CORS). Off by default.
public struct CrossOrigin: Sendable, Equatable {
    /// Such as `https://console.example.com`; `*` means every one.
    public var origins: Set<String>
    /// How long a browser may remember what it was told. Default 10 min.
    public var maxAge = Duration.seconds(600)

    public init(origins: Set<String>) {
        self.origins = origins
    }

    /// The fields to add to the answer. They let a page use it only when its origin is among those allowed.
    func fields(for request: HTTPRequestCall) -> [(name: String, value: String)] {
        let isAny = origins.contains("*")
        guard let origin = request.fields["origin"], isAny || origins.contains(origin) else {
            // What is kept of this answer must not be given to another origin.
            return isAny ? [] : [("vary", "origin")]
        }
        var fields: [(name: String, value: String)] = [
            ("access-control-allow-origin", origin), ("vary", "origin"),
            ("access-control-expose-headers", "content-encoding, date, server"),
        ]
        guard request.method == "OPTIONS", request.fields["access-control-request-method"] != nil else {
            return fields
        }
        fields.append(("access-control-allow-methods", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"))
        fields.append(("access-control-max-age", String(maxAge.components.seconds)))
        if let asked = request.fields["access-control-request-headers"] {
            fields.append(("access-control-allow-headers", asked))
        }
        return fields
    }
}
