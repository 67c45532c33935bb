#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
import NetworkDoor
import OperationsAPI
import SwiftProtobuf

/// grpc.reflection.v1.ServerReflection.
struct ReflectionV1: Sendable {
    let indexes: ReflectionIndexes

    func answer(
        _ requests: TypedRequests<Grpc_Reflection_V1_ServerReflectionRequest>,
        _ responses: TypedResponses<Grpc_Reflection_V1_ServerReflectionResponse>
    ) async throws {
        for try await message in requests {
            let answer = ReflectionAnswer(question(message), from: indexes.current)
            try await responses.write(
                .with {
                    $0.validHost = message.host
                    $0.originalRequest = message
                    $0.messageResponse = encoded(answer)
                })
        }
    }

    private func question(_ message: Grpc_Reflection_V1_ServerReflectionRequest) -> ReflectionQuestion {
        switch message.messageRequest {
        case .fileByFilename(let name): .file(name: name)
        case .fileContainingSymbol(let symbol): .symbol(symbol)
        case .fileContainingExtension(let ask): .extensionOf(type: ask.containingType, number: ask.extensionNumber)
        case .allExtensionNumbersOfType(let type): .extensionNumbers(ofType: type)
        case .listServices: .services
        case nil: .nothing
        }
    }

    private func encoded(
        _ answer: ReflectionAnswer
    ) -> Grpc_Reflection_V1_ServerReflectionResponse.OneOf_MessageResponse {
        switch answer {
        case .files(let files): .fileDescriptorResponse(.with { $0.fileDescriptorProto = files.map { Data($0) } })
        case .extensionNumbers(let type, let numbers):
            .allExtensionNumbersResponse(
                .with {
                    $0.baseTypeName = type
                    $0.extensionNumber = numbers
                })
        case .services(let names):
            .listServicesResponse(.with { $0.service = names.map { name in .with { $0.name = name } } })
        case .failure(let code, let message):
            .errorResponse(
                .with {
                    $0.errorCode = Int32(code.rawValue)
                    $0.errorMessage = message
                })
        }
    }
}
