import NIOHPACK

/// The head of an HTTP answer.
enum HTTPFieldSet {
    static func head(_ response: HTTPResponse, _ serverName: String) -> HPACKHeaders {
        var fields = HPACKHeaders()
        fields.reserveCapacity(response.fields.count + 5)
        fields.add(name: ":status", value: String(response.status))
        for (name, value) in response.fields { fields.add(name: name, value: value) }
        fields.add(name: "date", value: HTTPDate.now())
        fields.add(name: "server", value: serverName)
        return fields
    }
}
