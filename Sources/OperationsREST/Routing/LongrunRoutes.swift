import HTTPTranscoding
import OperationsAPI

/// The paths of longrun.v1, under a prefix of its own so that a gateway can expose the public contract alone.
extension RESTRoutes {
    mutating func addLongrun() throws(HTTPTemplateFault) {
        try addProducer()
        try addWorker()
        try addObserver()
        try addAdmin()
    }

    private mutating func addProducer() throws(HTTPTemplateFault) {
        typealias Method = Longrun_V1_Producer.Method
        bind(Method.StartOperation.descriptor, try post("{parent=**}/operations"))
        bind(Method.BatchStartOperations.descriptor, try post("{parent=**}/operations:batchStart"))
    }

    private mutating func addWorker() throws(HTTPTemplateFault) {
        typealias Method = Longrun_V1_Worker.Method
        bind(Method.LeaseOperations.descriptor, try post("{parent=**}/operations:lease"))
        bind(Method.BatchCompleteOperations.descriptor, try post("{parent=**}/operations:batchComplete"))
        bind(Method.Heartbeat.descriptor, try post("{name=**/operations/*}:heartbeat"))
        bind(Method.CompleteOperation.descriptor, try post("{name=**/operations/*}:complete"))
        bind(Method.FailOperation.descriptor, try post("{name=**/operations/*}:fail"))
        bind(Method.ReleaseOperation.descriptor, try post("{name=**/operations/*}:release"))
    }

    private mutating func addObserver() throws(HTTPTemplateFault) {
        typealias Method = Longrun_V1_Observer.Method
        // First the list: `…/operations/operations` is one, since no id is that word.
        bind(Method.ListRecords.descriptor, try get("{parent=**}/operations"))
        bind(Method.GetRecord.descriptor, try get("{name=**/operations/*}"))
        bind(Method.GetHistory.descriptor, try get("{name=**/operations/*}:history"))
    }

    private mutating func addAdmin() throws(HTTPTemplateFault) {
        typealias Method = Longrun_V1_Admin.Method
        bind(Method.AddDescriptorSet.descriptor, try post("descriptorSets"))
        bind(Method.ListDescriptorSets.descriptor, try get("descriptorSets"))
        bind(
            Method.DeleteDescriptorSet.descriptor,
            HTTPRule("DELETE", try HTTPTemplate("/longrun/v1/{name=descriptorSets/*}")))
    }

    private func get(_ path: String) throws(HTTPTemplateFault) -> HTTPRule {
        HTTPRule("GET", try HTTPTemplate("/longrun/v1/\(path)", allowsInnerRest: true))
    }

    private func post(_ path: String) throws(HTTPTemplateFault) -> HTTPRule {
        HTTPRule("POST", try HTTPTemplate("/longrun/v1/\(path)", allowsInnerRest: true), body: .whole)
    }
}
