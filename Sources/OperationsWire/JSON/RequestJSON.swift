public import OperationsCore
public import SwiftProtobuf

/// Reads request bodies: ProtoJSON, strictly.
public enum RequestJSON {
    /// Decodes a body; an empty one is an empty message.
    ///
    /// - Throws: INVALID_ARGUMENT that names the field in proto or JSON spelling, whichever the caller used.
    public static func decode<M: Message>(_ type: M.Type = M.self, from body: [UInt8]) throws(ServiceError) -> M {
        guard !body.allSatisfy({ $0 == 0x20 || ($0 >= 0x09 && $0 <= 0x0D) }) else { return M() }
        let scan = try self.scan(body)
        do {
            return try M(jsonUTF8Bytes: body, options: options)
        } catch {
            throw explain(error, M.self, body, scan)
        }
    }

    private static var options: JSONDecodingOptions {
        var options = JSONDecodingOptions()
        options.messageDepthLimit = StrictJSON.maxDepth
        return options
    }

    private static func scan(_ body: [UInt8]) throws(ServiceError) -> StrictJSON {
        do throws(StrictJSON.Fault) {
            return try StrictJSON(body)
        } catch {
            throw ServiceError(
                .malformedRequest, "The request body is not acceptable JSON. \(error.description)",
                violations: [ServiceError.FieldViolation(field: error.path, description: error.description)])
        }
    }

    /// Finds the first member that cannot be decoded, to name it.
    private static func explain<M: Message>(
        _ error: any Error, _ type: M.Type, _ body: [UInt8], _ scan: StrictJSON
    ) -> ServiceError {
        for member in scan.members {
            var writer = JSONWriter()
            writer.object { object in
                object.key(member.name)
                object.raw(body[member.value])
            }
            do {
                _ = try M(jsonUTF8Bytes: writer.bytes, options: options)
            } catch JSONDecodingError.unknownField(let name) {
                let path = name == member.name ? name : "\(member.name).\(name)"
                return .invalid(path, "There is no such field here; check its spelling.", reason: .malformedRequest)
            } catch {
                return .invalid(member.name, "The value does not fit the field's type.", reason: .malformedRequest)
            }
        }
        return ServiceError(
            .malformedRequest, "The request body is not acceptable JSON: an object is expected, with each member once.",
            violations: [ServiceError.FieldViolation(field: "", description: "An object is expected.")])
    }
}
