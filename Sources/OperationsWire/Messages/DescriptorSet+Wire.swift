public import OperationsAPI
public import OperationsCore
import SwiftProtobuf

extension Longrun_V1_DescriptorSet {
    public init(_ set: DescriptorSet, messageTypes: [String]) {
        self.init()
        name = set.name
        self.messageTypes = Array(messageTypes.prefix(100))
        updateTime = Google_Protobuf_Timestamp(set.updateTime)
    }
}

extension Longrun_V1_ListDescriptorSetsResponse {
    public init(_ sets: [DescriptorSet], _ messageTypes: (DescriptorSet) -> [String]) {
        self.init()
        descriptorSets = sets.map { Longrun_V1_DescriptorSet($0, messageTypes: messageTypes($0)) }
    }
}
