import NIOHPACK

/// The head of an HTTP answer.
enum HTTPFieldSet {
    private static let negotiated = "accept-encoding"

    static func head(_ response: HTTPResponse, _ serverName: String) -> HPACKHeaders {
        var fields = HPACKHeaders()
        fields.reserveCapacity(response.fields.count + 5)
        fields.add(name: ":status", value: String(response.status))
        if response.hasTextType {
            addVarying(response.fields, to: &fields)
        } else {
            for (name, value) in response.fields { fields.add(name: name, value: value) }
        }
        fields.add(name: "date", value: HTTPDate.now())
        fields.add(name: "server", value: serverName)
        return fields
    }

    /// Caches must know that what is text may come compressed or not, as its caller likes (RFC 9110, 12.5.5).
    private static func addVarying(_ answer: [(name: String, value: String)], to fields: inout HPACKHeaders) {
        var varies = false
        for (name, value) in answer {
            let isVary = name == "vary"
            varies = varies || isVary
            fields.add(name: name, value: isVary ? withNegotiated(value) : value)
        }
        if !varies { fields.add(name: "vary", value: negotiated) }
    }

    private static func withNegotiated(_ value: String) -> String {
        let elements = FieldList.elements(value)
        if elements.contains("*") || elements.contains(negotiated) { return value }
        return elements.isEmpty ? negotiated : value + ", " + negotiated
    }
}
