/// A `conformance.ConformanceRequest`, as far as it is looked at.
struct Request {
    enum Payload {
        case binary([UInt8])
        case json([UInt8])
        /// Text format or JSPB.
        case other
    }

    enum Format: UInt64 {
        case unspecified, binary, json, jspb, text
    }

    enum Category: UInt64 {
        case jsonIgnoringUnknown = 3
    }

    private(set) var payload: Payload?
    private(set) var output = Format.unspecified
    private(set) var type = ""
    private(set) var category: Category?

    /// Nil when the bytes are no request.
    init?(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            guard let tag = Self.varint(&rest) else { return nil }
            switch tag & 7 {
            case 0:
                guard let value = Self.varint(&rest) else { return nil }
                take(field: tag >> 3, value)
            case 2:
                guard let count = Self.varint(&rest), count <= UInt64(rest.count) else { return nil }
                take(field: tag >> 3, Array(rest.prefix(Int(count))))
                rest = rest.dropFirst(Int(count))
            default: return nil
            }
        }
    }

    private mutating func take(field: UInt64, _ value: UInt64) {
        switch field {
        case 3: output = Format(rawValue: value) ?? .unspecified
        case 5: category = Category(rawValue: value)
        default: break
        }
    }

    private mutating func take(field: UInt64, _ value: [UInt8]) {
        switch field {
        case 1: payload = .binary(value)
        case 2: payload = .json(value)
        case 4: type = String(decoding: value, as: UTF8.self)
        case 7, 8: payload = .other
        default: break
        }
    }

    private static func varint(_ rest: inout ArraySlice<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard let byte = rest.popFirst() else { return nil }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        return nil
    }
}
