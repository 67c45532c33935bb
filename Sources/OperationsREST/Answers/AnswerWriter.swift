import NetworkDoor
import OperationsAPI
import OperationsCore
import OperationsEngine
import OperationsWire
import ProtoJSON
import SwiftProtobuf

/// Writes answers in the form that a caller asked for.
struct AnswerWriter: Sendable {
    var parameters: SystemParameters
    let types: PayloadTypes
    /// Which fields of the answer are wanted; nil means all.
    private var selection: FieldSelection?
    /// What every answer to this caller has beside its own fields.
    private let fields: [(name: String, value: String)]

    init(_ parameters: SystemParameters, _ types: PayloadTypes, fields: [(name: String, value: String)] = []) {
        self.parameters = parameters
        self.types = types
        self.fields = fields
    }

    /// The same for answers of one type, narrowed down to what the caller wants of it.
    ///
    /// - Parameter type: the full name of what will be answered.
    /// - Throws: INVALID_ARGUMENT when `fields` names something that is not there.
    func answering(_ type: String) throws(ServiceError) -> AnswerWriter {
        guard !parameters.fields.isEmpty else { return self }
        var writer = self
        writer.selection = try types.selection(parameters.fields, of: type, field: "fields")
        return writer
    }

    /// The form of payloads in the messages that ``response(_:)`` is given.
    var codec: PayloadCodec {
        parameters.form == .proto
            ? PayloadCodec(.binary, types)
            : PayloadCodec(.json, types, enumsAsNumbers: parameters.writesEnumsAsNumbers)
    }

    func response(_ answer: RESTAnswer) throws -> HTTPResponse {
        switch parameters.form {
        case .json: response(json: try narrowed(json: json(answer)))
        case .sse:
            response(
                200, "text/event-stream; charset=UTF-8",
                Array("data: ".utf8) + JSONIndent.compacted(try narrowed(json: json(answer))) + Array("\n\n".utf8))
        case .proto: response(200, Self.binaryType, try narrowed(binary: binary(answer)))
        }
    }

    /// The answer to a caller without wishes, from memory.
    func response(_ cached: CachedRecord) -> HTTPResponse {
        response(
            200, Self.jsonType, cached.encoded(.json) { JSONIndent.indented(OperationJSON.bytes($0, codec)) })
    }

    func response(json: [UInt8], status: Int = 200) -> HTTPResponse {
        response(
            status, Self.jsonType, parameters.isIndented ? JSONIndent.indented(json) : JSONIndent.compacted(json))
    }

    func response(_ error: ServiceError, status: Int? = nil) -> HTTPResponse {
        let status = status ?? RESTErrors.httpStatus(error)
        guard parameters.form != .proto else {
            return response(status, Self.binaryType, RESTErrors.binary(error))
        }
        return response(
            json: RESTErrors.json(error, status: status, isLegacy: parameters.hasLegacyErrors), status: status)
    }

    func response(text: String, status: Int = 200) -> HTTPResponse {
        response(status, "text/plain; charset=UTF-8", Array(text.utf8))
    }

    /// The answer to OPTIONS.
    func response(methods: String) -> HTTPResponse {
        HTTPResponse(status: 204, fields: [("allow", methods)]).adding(fields)
    }

    private static let jsonType = "application/json; charset=UTF-8"
    private static let binaryType = "application/x-protobuf"

    private func response(_ status: Int, _ contentType: String, _ bytes: [UInt8]) -> HTTPResponse {
        let response = HTTPResponse(status: status, contentType: contentType, bytes: bytes)
        return fields.isEmpty ? response : response.adding(fields)
    }

    private func json(_ answer: RESTAnswer) -> [UInt8] {
        switch answer {
        case .message(let message):
            MessageJSON.answer(message, enumsAsNumbers: parameters.writesEnumsAsNumbers)
        case .operation(let record): OperationJSON.bytes(record, codec)
        case .operations(let page): OperationJSON.bytes(page, codec)
        }
    }

    private func binary(_ answer: RESTAnswer) throws -> [UInt8] {
        switch answer {
        case .message(let message): try message.serializedBytes()
        case .operation(let record): OperationBinary.bytes(record, codec)
        case .operations(let page): try Google_Longrunning_ListOperationsResponse(page, as: codec).serializedBytes()
        }
    }

    private func narrowed(json: [UInt8]) throws -> [UInt8] {
        guard let selection else { return json }
        return try types.transcoder.json(json, selecting: selection)
    }

    private func narrowed(binary: [UInt8]) throws -> [UInt8] {
        guard let selection else { return binary }
        return try types.transcoder.binary(binary, selecting: selection)
    }
}
