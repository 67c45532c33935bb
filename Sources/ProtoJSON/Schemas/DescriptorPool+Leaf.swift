extension DescriptorPool {
    /// How deep a path may lead: 32 names.
    static let longestLeafPath = 32

    /// Finds the field that a path means, for text that is to be bound to it.
    ///
    /// Leaves are scalars, enums, Timestamp, Duration, FieldMask and the wrappers, once or repeated.
    ///
    /// - Parameters:
    ///   - path: names of fields with dots between them, as in JSON or as in the `.proto`, at most 32.
    ///   - type: the full name of the message that the path begins in.
    /// - Throws: with the path up to where it goes wrong, as it is spelled, when there is no such field, it is no leaf,
    ///   or the type is not described.
    public func leaf(at path: String, of type: String) throws(TranscodingFault) -> FieldLeaf {
        let segments = path.split(separator: ".", maxSplits: Self.longestLeafPath, omittingEmptySubsequences: false)
        guard segments.count <= Self.longestLeafPath else {
            throw TranscodingFault(path: path, problem: "A path has at most \(Self.longestLeafPath) names.")
        }
        var message = messages[try place(ofDescribed: type)]
        var jsonPath: [String] = []
        for segment in segments.dropLast() {
            let field = try leafField(segment, of: message, in: path)
            jsonPath.append(field.jsonName)
            message = try messageToFollow(field, until: segment, in: path)
        }
        guard let last = segments.last else { throw TranscodingFault(problem: "The path is empty.") }
        let field = try leafField(last, of: message, in: path)
        try refuseBranch(field, in: path)
        return FieldLeaf(
            jsonPath: jsonPath + [field.jsonName], isRepeated: !field.isSingular, isBool: isBool(field.kind))
    }

    private func leafField(
        _ segment: Substring, of message: MessageType, in path: String
    ) throws(TranscodingFault) -> FieldType {
        let spelled = String(path[..<segment.endIndex])
        guard !segment.isEmpty else {
            throw TranscodingFault(path: spelled, problem: "A name is missing; a path is such as 'a.b'.")
        }
        guard let place = message.place(ofName: Array(segment.utf8)[...]) else {
            throw TranscodingFault(path: spelled, problem: message.noSuchField)
        }
        return message.fields[place]
    }

    /// The message that a path goes on in.
    private func messageToFollow(
        _ field: FieldType, until segment: Substring, in path: String
    ) throws(TranscodingFault) -> MessageType {
        guard let message = message(of: field.kind) else {
            throw TranscodingFault(
                path: String(path[..<segment.endIndex]), problem: "It is no message; end the path here.")
        }
        if field.isSingular, message.form == nil { return message }
        let problem =
            message.form?.isScalar == true
            ? "A \(message.fullName) is given as a whole; end the path here."
            : "\(Self.phrase(for: field, message)) cannot be given as text, nor what is in it."
        throw TranscodingFault(path: String(path[..<segment.endIndex]), problem: problem)
    }

    private func refuseBranch(_ field: FieldType, in path: String) throws(TranscodingFault) {
        guard let message = message(of: field.kind) else { return }
        if message.form?.isScalar == true { return }
        guard field.isSingular, message.form == nil else {
            throw TranscodingFault(
                path: path, problem: "\(Self.phrase(for: field, message)) cannot be given as text.")
        }
        throw TranscodingFault(
            path: path, problem: "It is a message; name a field of it: \(message.fullName) has \(message.someNames).")
    }

    private static func phrase(for field: FieldType, _ message: MessageType) -> String {
        switch field.shape {
        case .map: "A map"
        case .repeated: "A list of messages"
        case .singular: "A \(message.fullName)"
        }
    }

    private func isBool(_ kind: FieldKind) -> Bool {
        kind == .bool || message(of: kind)?.fullName == "google.protobuf.BoolValue"
    }
}
