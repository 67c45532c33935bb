/// How a method is bound to HTTP (google.api.HttpRule): a verb, a path, and where the fields come from that the path
/// does not bind.
public struct HTTPRule: Hashable, Sendable {
    /// What the body of a request holds.
    public enum Body: Hashable, Sendable {
        /// Nothing: all other fields come from the query.
        case none
        /// All other fields (`body: "*"`); there are no query parameters.
        case whole
        /// All other fields, which may also come from the query: some services bind them so, others so.
        case wholeOrQuery
        /// One field; the others come from the query.
        case field(String)
    }

    /// In capitals, such as `GET`.
    public let method: String
    public let template: HTTPTemplate
    public let body: Body

    public init(_ method: String, _ template: HTTPTemplate, body: Body = .none) {
        self.method = method
        self.template = template
        self.body = body
    }
}
