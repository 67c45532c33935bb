import OperationsAPI
import SwiftProtobuf

extension Google_Rpc_Status: CarriesAny {
    var parts: (plain: Self, members: [(StaticString, [UInt8])]) {
        var plain = self
        plain.details = []
        guard !details.isEmpty else { return (plain, []) }
        return (plain, [("details", MessageJSON.details(self))])
    }
}

extension Google_Longrunning_Operation: CarriesAny {
    var parts: (plain: Self, members: [(StaticString, [UInt8])]) {
        var plain = self
        plain.clearMetadata()
        plain.result = nil
        var members: [(StaticString, [UInt8])] = []
        if hasMetadata { members.add("metadata", AnyJSON.bytes(metadata)) }
        switch result {
        case .error(let status): members.add("error", status.json)
        case .response(let any): members.add("response", AnyJSON.bytes(any))
        case nil: break
        }
        return (plain, members)
    }
}

extension Google_Longrunning_ListOperationsResponse: CarriesAny {
    var parts: (plain: Self, members: [(StaticString, [UInt8])]) {
        var plain = self
        plain.operations = []
        var members: [(StaticString, [UInt8])] = []
        members.add("operations", operations.json)
        return (plain, members)
    }
}

extension Longrun_V1_OperationRecord: CarriesAny {
    var parts: (plain: Self, members: [(StaticString, [UInt8])]) {
        var plain = self
        plain.clearRequest()
        plain.clearMetadata()
        plain.clearLastError()
        plain.result = nil
        var members: [(StaticString, [UInt8])] = []
        if hasRequest { members.add("request", AnyJSON.bytes(request)) }
        if hasMetadata { members.add("metadata", AnyJSON.bytes(metadata)) }
        switch result {
        case .error(let status): members.add("error", status.json)
        case .response(let any): members.add("response", AnyJSON.bytes(any))
        case nil: break
        }
        if hasLastError { members.add("lastError", lastError.json) }
        return (plain, members)
    }
}

extension Longrun_V1_ListRecordsResponse: CarriesAny {
    var parts: (plain: Self, members: [(StaticString, [UInt8])]) {
        var plain = self
        plain.records = []
        var members: [(StaticString, [UInt8])] = []
        members.add("records", records.json)
        return (plain, members)
    }
}

extension Longrun_V1_Transition: CarriesAny {
    var parts: (plain: Self, members: [(StaticString, [UInt8])]) {
        var plain = self
        plain.clearError()
        var members: [(StaticString, [UInt8])] = []
        if hasError { members.add("error", error.json) }
        return (plain, members)
    }
}

extension Longrun_V1_GetHistoryResponse: CarriesAny {
    var parts: (plain: Self, members: [(StaticString, [UInt8])]) {
        var plain = self
        plain.transitions = []
        var members: [(StaticString, [UInt8])] = []
        members.add("transitions", transitions.json)
        return (plain, members)
    }
}

extension Longrun_V1_Lease: CarriesAny {
    var parts: (plain: Self, members: [(StaticString, [UInt8])]) {
        var plain = self
        plain.clearRequest()
        plain.clearMetadata()
        var members: [(StaticString, [UInt8])] = []
        if hasRequest { members.add("request", AnyJSON.bytes(request)) }
        if hasMetadata { members.add("metadata", AnyJSON.bytes(metadata)) }
        return (plain, members)
    }
}

extension Longrun_V1_LeaseOperationsResponse: CarriesAny {
    var parts: (plain: Self, members: [(StaticString, [UInt8])]) {
        var plain = self
        plain.leases = []
        var members: [(StaticString, [UInt8])] = []
        members.add("leases", leases.json)
        return (plain, members)
    }
}

extension Longrun_V1_BatchStartOperationsResponse: CarriesAny {
    var parts: (plain: Self, members: [(StaticString, [UInt8])]) {
        var plain = self
        plain.operations = []
        var members: [(StaticString, [UInt8])] = []
        members.add("operations", operations.json)
        return (plain, members)
    }
}

extension Longrun_V1_BatchCompleteOperationsResult: CarriesAny {
    var parts: (plain: Self, members: [(StaticString, [UInt8])]) {
        switch result {
        case .operation(let operation): (Self(), [("operation", operation.json)])
        case .error(let status): (Self(), [("error", status.json)])
        case nil: (self, [])
        }
    }
}

extension Longrun_V1_BatchCompleteOperationsResponse: CarriesAny {
    var parts: (plain: Self, members: [(StaticString, [UInt8])]) {
        var plain = self
        plain.results = []
        var members: [(StaticString, [UInt8])] = []
        members.add("results", results.json)
        return (plain, members)
    }
}
