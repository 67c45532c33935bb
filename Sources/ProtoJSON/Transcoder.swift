/// Turns messages of described types from protobuf's binary format into ProtoJSON and back, without knowing them when
/// it was compiled.
///
///     let transcoder = Transcoder(try DescriptorPool([source]))
///     let json = try transcoder.json(of: bytes, type: "shop.v1.Order")
///     let bytes = try transcoder.binary(of: json, type: "shop.v1.Order")
///
/// It goes straight from bytes to bytes. What it writes is deterministic: members and fields by number, entries of maps
/// by key. It knows all of proto2, proto3 and the editions 2023 and 2024.
public struct Transcoder: Sendable {
    public let pool: DescriptorPool
    public let options: TranscodingOptions

    public init(_ pool: DescriptorPool, options: TranscodingOptions = TranscodingOptions()) {
        self.pool = pool
        self.options = options
    }

    /// The ProtoJSON of a message. Fields that are not described are left out.
    ///
    /// - Parameter type: the full name of its type.
    /// - Throws: when the type is not described, the bytes are not of it, or JSON cannot say what they hold: text that
    ///   is not UTF-8, a time beyond the years 1 to 9999, more than 100 levels.
    public func json(of bytes: [UInt8], type: String) throws(TranscodingFault) -> [UInt8] {
        var renderer = Renderer(pool, options, try Self.checked(bytes))
        try renderer.message(pool.place(ofDescribed: type), 0..<bytes.count)
        return renderer.output.bytes
    }

    /// The binary form of a message in ProtoJSON.
    ///
    /// It is strict: unknown members, members given twice, two members of a oneof and numbers out of range are refused.
    /// An Any in it whose type is not described becomes one of a Struct; ``any(ofJSON:)`` tells when that happens.
    ///
    /// - Parameter type: the full name of its type.
    /// - Throws: with the path to the field at fault.
    public func binary(of json: [UInt8], type: String) throws(TranscodingFault) -> [UInt8] {
        var assembler = try Assembler(pool, options, Self.checked(json))
        return try assembler.whole(pool.place(ofDescribed: type))
    }

    /// The JSON of an Any, which never fails: a type that is not described, or bytes that are not of their type,
    /// become `{"@type": …, "value": "<base64>"}`.
    public func anyJSON(typeURL: String, bytes: [UInt8]) -> [UInt8] {
        guard !typeURL.isEmpty || !bytes.isEmpty else { return Array("{}".utf8) }
        return rendered(typeURL, bytes).output.bytes
    }

    /// What is found when an Any is gone through.
    public struct Inspection: Sendable, Equatable {
        /// Messages stand in each other more than 100 deep.
        public internal(set) var isTooDeep = false
        /// The type, or one in it, is not described, or the bytes are not of it.
        public internal(set) var hasOpaque = false
    }

    /// Goes through an Any without keeping its JSON.
    public func inspect(typeURL: String, bytes: [UInt8]) -> Inspection {
        rendered(typeURL, bytes).findings
    }

    private func rendered(_ typeURL: String, _ bytes: [UInt8]) -> Renderer {
        var renderer = Renderer(pool, options, bytes)
        renderer.output.text("{\"@type\":")
        renderer.output.string(typeURL)
        let isReadable = (try? Self.checked(bytes)) != nil
        renderer.content(ofType: isReadable ? TypeURL.fullName(Array(typeURL.utf8)) : nil, 0..<bytes.count)
        return renderer
    }

    /// What the Struct is known by that stands for an object nobody described.
    public static let structTypeURL = "type.googleapis.com/google.protobuf.Struct"

    /// What an object with `@type` holds.
    public enum AnyContent: Sendable, Equatable {
        /// `{}`.
        case unset
        /// A message; of a type that is not described only when its bytes were given in base64.
        case message(typeURL: String, bytes: [UInt8])
        /// A message of a described type, with an object of another type somewhere in it that is not described: in
        /// the bytes that one has become a Struct.
        case partlyDescribed(typeURL: String, bytes: [UInt8])
        /// An object of a type that is not described, and the bytes of a Struct of all its members, `@type` too.
        case undescribed(typeURL: String, structure: [UInt8])
    }

    /// Reads the JSON of an Any.
    ///
    /// - Throws: with the path to the field at fault.
    public func any(ofJSON json: [UInt8]) throws(TranscodingFault) -> AnyContent {
        var options = options
        options.anyContent = .message
        var assembler = try Assembler(pool, options, Self.checked(json))
        let bytes = try assembler.whole(pool.place(ofDescribed: "google.protobuf.Any"))
        var reader = WireReader(bytes, 0..<bytes.count)
        var fields: [UInt32: [UInt8]] = [:]
        while let tag = reader.tag(), let range = reader.value(of: tag, depth: 1) {
            fields[tag.number] = Array(bytes[range])
        }
        guard let typeURL = fields[1] else { return .unset }
        let (type, content) = (String(decoding: typeURL, as: UTF8.self), fields[2] ?? [])
        if let type = assembler.undescribedType { return .undescribed(typeURL: type, structure: content) }
        return assembler.hasUndescribed
            ? .partlyDescribed(typeURL: type, bytes: content) : .message(typeURL: type, bytes: content)
    }

    /// Places in the bytes are kept in 32 bits.
    static func checked(_ bytes: [UInt8]) throws(TranscodingFault) -> [UInt8] {
        guard bytes.count < Int(Int32.max) else { throw TranscodingFault(problem: "It has more than 2 GiB.") }
        return bytes
    }
}
