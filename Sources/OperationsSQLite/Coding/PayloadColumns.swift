import OperationsCore

/// How a payload, or a list of them, fills the columns `form`, `type_url`, `body`.
extension PayloadContent {
    private enum Form {
        static let binary: Int64 = 0
        static let json: Int64 = 1
        static let list: Int64 = 2
    }

    func bind(to binder: inout Binder) {
        switch self {
        case .payload(.binary(let typeURL, let bytes)):
            binder.int(Form.binary)
            binder.text(typeURL)
            binder.blob(bytes)
        case .payload(.json(let typeURL, let text)):
            binder.int(Form.json)
            binder.text(typeURL)
            binder.blob(Array(text.utf8))
        case .list(let payloads):
            binder.int(Form.list)
            binder.text("")
            binder.blob(PayloadListCodec.encode(payloads))
        }
    }

    init(from row: inout RowReader) throws {
        let form = row.int()
        let typeURL = row.text()
        let body = row.bytes()
        switch form {
        case Form.binary: self = .payload(.binary(typeURL: typeURL, bytes: body))
        case Form.json: self = .payload(.json(typeURL: typeURL, text: String(decoding: body, as: UTF8.self)))
        case Form.list: self = .list(try PayloadListCodec.decode(body))
        default: throw UnreadableRow(what: "a payload of form \(form)")
        }
    }
}
