/// How the body of a request is packed: its `content-encoding` (RFC 9110, 8.4).
enum ContentCoding: Equatable {
    case identity
    case gzip

    /// - Parameter list: nil when the request has no such field.
    /// - Throws: what is answered to a body that is packed in another way, or several times.
    init(_ list: String?) throws(DoorFault) {
        let codings = list.map(FieldList.elements)?.filter { $0 != "identity" } ?? []
        switch (codings.first, codings.count) {
        case (nil, _): self = .identity
        // The second is an old name of the first (8.4.1.3).
        case ("gzip", 1), ("x-gzip", 1): self = .gzip
        default:
            let named = codings.joined(separator: ", ")
            throw DoorFault(.unsupportedEncoding, "A body may be compressed with gzip, once; not with \(named).")
        }
    }
}
