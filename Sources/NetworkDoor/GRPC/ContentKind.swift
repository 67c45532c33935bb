/// What a request's `content-type` asks of the door.
enum ContentKind: Equatable {
    case grpc
    case grpcWeb(isText: Bool)
    /// gRPC in a message format that is not protobuf, such as `application/grpc+json`; without parameters.
    case unsupportedGRPC(String)
    case other

    private static let plain = "application/grpc"

    init(contentType: String?) {
        guard let contentType else {
            self = .other
            return
        }
        if contentType == Self.plain {
            self = .grpc
        } else {
            self.init(mediaType: Self.mediaType(contentType))
        }
    }

    private init(mediaType: String) {
        guard mediaType.hasPrefix(Self.plain) else {
            self = .other
            return
        }
        let parts = mediaType.dropFirst(Self.plain.count).split(
            separator: "+", maxSplits: 1, omittingEmptySubsequences: false)
        let format = parts.dropFirst().first
        switch parts.first {
        case "": self = .grpc
        case "-web": self = .grpcWeb(isText: false)
        case "-web-text": self = .grpcWeb(isText: true)
        default: self = .other
        }
        if self != .other, let format, format != "proto" { self = .unsupportedGRPC(mediaType) }
    }

    /// The type in lower case, without parameters and blanks around it.
    private static func mediaType(_ contentType: String) -> String {
        let value = contentType.utf8.prefix { $0 != UInt8(ascii: ";") }
        let words = value.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        guard let type = words.first, words.count == 1 else { return "" }
        return Substring(type).lowercased()
    }
}
