import OperationsAPI
public import OperationsCore
public import ProtoJSON
import Synchronization

/// The message types whose payloads are read and shown as JSON: those that the program brings with it (the well-known
/// types, google.rpc, google.longrunning, google.iam.v1, longrun.v1), and those of the sets that were added.
///
///     let types = try PayloadTypes([DescriptorSource(origin: "shop.binpb", bytes: bytes)])
///     let json = types.transcoder.anyJSON(typeURL: any.typeURL, bytes: any.value)
public final class PayloadTypes: Sendable {
    /// What becomes of payloads whose type nobody described.
    public enum Unknown: String, Sendable, CaseIterable {
        /// They are kept as they came.
        case accept
        /// They are refused with PAYLOAD_TYPE_UNKNOWN.
        case reject
    }

    public let unknown: Unknown
    /// The full name of the message that is shown as metadata of an operation to which nobody gave any.
    let metadataType: @Sendable (OperationName) -> String?
    /// What the server was started with.
    private let fixed: [DescriptorSource]
    private let pool: Mutex<DescriptorPool>

    /// What a process knows that makes none of its own: the types that the program brings with it, and those that it was
    /// told of with ``replace(_:)``.
    public static let shared = PayloadTypes(builtInPool)

    /// - Parameters:
    ///   - sets: what is described beside the built-in types.
    ///   - unknown: default: accept.
    ///   - metadataType: the full name of the message that is shown as metadata of an operation to which nobody gave any.
    ///     Default, and while that is not described: a Struct.
    /// - Throws: that names the set, the file and the symbol.
    public init(
        _ sets: [DescriptorSource] = [], unknown: Unknown = .accept,
        metadataType: @escaping @Sendable (OperationName) -> String? = { _ in nil }
    ) throws(DescriptorFault) {
        self.unknown = unknown
        self.metadataType = metadataType
        fixed = [Self.builtInSource] + sets
        pool = Mutex(try DescriptorPool(fixed))
    }

    private init(_ pool: DescriptorPool) {
        unknown = .accept
        metadataType = { _ in nil }
        fixed = [Self.builtInSource]
        self.pool = Mutex(pool)
    }

    /// The payload as JSON text, with its `@type`; never fails.
    func json(_ payload: Payload, enumsAsNumbers: Bool = false) -> [UInt8] {
        switch payload {
        case .binary(let typeURL, let bytes):
            var options = TranscodingOptions()
            options.enumsAsNumbers = enumsAsNumbers
            return Transcoder(transcoder.pool, options: options).anyJSON(typeURL: typeURL, bytes: bytes)
        case .json(_, let text): return Array(text.utf8)
        }
    }

    func describes(_ typeURL: String) -> Bool {
        TypeURL.fullName(Array(typeURL.utf8)).map { name in pool.withLock { $0 }.describes(name) } ?? false
    }

    /// Transcodes with the types that are known now.
    public var transcoder: Transcoder { Transcoder(pool.withLock { $0 }) }

    /// Transcodes messages whose payloads stand in them as JSON text; see ``PayloadCodec``.
    static let carrier = Transcoder(builtInPool, options: TranscodingOptions(anyContent: .text))
    /// The same with the numbers of enum values.
    static let numberingCarrier = Transcoder(
        builtInPool, options: TranscodingOptions(anyContent: .text, enumsAsNumbers: true))

    /// Takes sets into use beside what it was made with, in place of those before.
    ///
    /// - Throws: that names the set, the file and the symbol; all stays as it is then.
    public func replace(_ sets: [DescriptorSource]) throws(DescriptorFault) {
        let linked = try DescriptorPool(fixed + sets)
        pool.withLock { $0 = linked }
    }

    private static let builtInSource = DescriptorSource(origin: "built in", bytes: EmbeddedDescriptors.serializedBytes)

    /// A test proves that the built-in set is a good one.
    private static let builtInPool = (try? DescriptorPool([builtInSource])) ?? DescriptorPool.empty
}
