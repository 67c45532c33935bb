/// The record that a filter is asked about, and what was read of its payloads so far.
struct FilterSubject {
    let record: OperationRecord
    /// Nil: the record is without its payloads.
    private let payloads: (any PayloadReader)?
    private var views: [PayloadRoot: PayloadView] = [:]

    init(_ record: OperationRecord, payloads: (any PayloadReader)?) {
        self.record = record
        self.payloads = payloads
    }

    var hasPayloads: Bool { payloads != nil }

    /// Nil when the operation has no such payload.
    mutating func view(of root: PayloadRoot) -> PayloadView? {
        if let known = views[root] { return known }
        let view = read(root)
        views[root] = view
        return view
    }

    private func read(_ root: PayloadRoot) -> PayloadView? {
        guard let payloads else { return nil }
        switch root {
        case .metadata:
            return record.metadata.map(payloads.view) ?? payloads.conventionalMetadata(of: record)
        case .request: return record.request.map(payloads.view)
        case .response:
            guard case .response(let payload) = record.result else { return nil }
            return payloads.view(of: payload)
        case .errorDetails: return record.error.map { details($0, payloads) }
        case .lastErrorDetails: return record.lastError.map { details($0, payloads) }
        }
    }

    /// A list of what the details are, each with its type among its members.
    private func details(_ status: Status, _ payloads: any PayloadReader) -> PayloadView {
        let items = status.details.map { payload in
            let view = payloads.view(of: payload)
            var members: [String: JSONValue] = [:]
            if case .object(let own) = view.body { members = own }
            members["@type"] = .string(view.typeURL)
            return JSONValue.object(members)
        }
        return PayloadView(typeURL: "", body: .array(items))
    }
}

/// The payloads of an operation.
enum PayloadRoot: Hashable {
    case metadata, request, response, errorDetails, lastErrorDetails
}
