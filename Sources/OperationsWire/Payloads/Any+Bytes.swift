#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
import OperationsAPI
import SwiftProtobuf

/// The one place that knows that SwiftProtobuf keeps bytes as `Data`.
extension Google_Protobuf_Any {
    init(typeURL: String, bytes: [UInt8]) {
        self.init()
        self.typeURL = typeURL
        value = Data(bytes)
    }

    var bytes: [UInt8] { [UInt8](value) }
}

extension Google_Iam_V1_Policy {
    var etagBytes: [UInt8] {
        get { [UInt8](etag) }
        set { etag = Data(newValue) }
    }
}
