import OperationsAPI

/// Server reflection, in the two versions that tools ask for.
extension TypedMethods {
    mutating func addReflection() {
        streaming(Grpc_Reflection_V1_ServerReflection.Method.ServerReflectionInfo.descriptor) {
            try await ReflectionV1().answer($0, $1)
        }
        streaming(Grpc_Reflection_V1alpha_ServerReflection.Method.ServerReflectionInfo.descriptor) {
            try await ReflectionV1Alpha().answer($0, $1)
        }
    }
}
