import OperationsAPI
import OperationsWire

/// Server reflection, in the two versions that tools ask for.
extension TypedMethods {
    mutating func addReflection(of types: PayloadTypes) {
        let indexes = ReflectionIndexes(types)
        streaming(Grpc_Reflection_V1_ServerReflection.Method.ServerReflectionInfo.descriptor) {
            try await ReflectionV1(indexes: indexes).answer($0, $1)
        }
        streaming(Grpc_Reflection_V1alpha_ServerReflection.Method.ServerReflectionInfo.descriptor) {
            try await ReflectionV1Alpha(indexes: indexes).answer($0, $1)
        }
    }
}
