public import OperationsCore
public import ProtoJSON

extension PayloadTypes {
    /// Reads the system parameter `fields`: the parts of an answer that a caller wants.
    ///
    /// - Parameters:
    ///   - type: the full name of what will be answered.
    ///   - field: where the caller gave it, for the error.
    /// - Throws: INVALID_ARGUMENT when something is named that is not there.
    public func selection(
        _ text: String, of type: String, field: String
    ) throws(ServiceError) -> FieldSelection {
        do throws(TranscodingFault) {
            return try transcoder.selection(text, of: type)
        } catch {
            throw .invalid(field, "\(error)", reason: .malformedRequest)
        }
    }
}
