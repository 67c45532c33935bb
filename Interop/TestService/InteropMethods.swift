#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
import NIOCore
import NetworkDoor
import SwiftProtobuf

/// `grpc.testing.TestService`, as gRPC's description of its interoperability tests wants it.
struct InteropMethods: Sendable {
    let ledger: Ledger

    func register(in services: inout DoorServices) {
        services.unary("/grpc.testing.TestService/EmptyCall") { call in
            reply { () throws(GRPCStatus) in GRPCAnswer(try pack(try unpack(Grpc_Testing_Empty.self, call.message))) }
        }
        services.unary("/grpc.testing.TestService/UnaryCall") { call in
            reply { () throws(GRPCStatus) in try unaryCall(call) }
        }
        services.streaming("/grpc.testing.TestService/StreamingOutputCall", noted(streamingOutputCall))
        services.streaming("/grpc.testing.TestService/StreamingInputCall", noted(streamingInputCall))
        services.streaming("/grpc.testing.TestService/FullDuplexCall", noted(fullDuplexCall))
    }

    private func reply(_ work: () throws(GRPCStatus) -> GRPCAnswer) -> UnaryReply {
        do {
            return .now(try work())
        } catch {
            return .failure(error)
        }
    }

    private func unaryCall(_ call: UnaryCall) throws(GRPCStatus) -> GRPCAnswer {
        let request = try unpack(Grpc_Testing_SimpleRequest.self, call.message)
        if request.hasExpectCompressed, request.expectCompressed.value, !call.isCompressed {
            throw GRPCStatus(.invalidArgument, "This request was to be compressed, and is not.")
        }
        if request.hasResponseStatus { try fail(request.responseStatus) }
        var response = Grpc_Testing_SimpleResponse()
        response.payload = try zeros(request.responseSize)
        return GRPCAnswer(
            try pack(response), initialMetadata: call.fields.echo(EchoField.initial),
            trailingMetadata: call.fields.echo(EchoField.trailing),
            compression: compression(request.hasResponseCompressed ? request.responseCompressed : nil))
    }

    private func streamingOutputCall(_ call: StreamingCall) async throws {
        echoMetadata(call)
        var requests = call.requests.makeAsyncIterator()
        guard let bytes = try await requests.next() else {
            throw GRPCStatus(.invalidArgument, "This method takes exactly one request message.")
        }
        try await respond(to: try unpack(Grpc_Testing_StreamingOutputCallRequest.self, bytes), call.responses)
    }

    private func streamingInputCall(_ call: StreamingCall) async throws {
        echoMetadata(call)
        var response = Grpc_Testing_StreamingInputCallResponse()
        for try await bytes in call.requests {
            let request = try unpack(Grpc_Testing_StreamingInputCallRequest.self, bytes)
            response.aggregatedPayloadSize += Int32(clamping: request.payload.body.count)
        }
        try await call.responses.write(try pack(response))
    }

    private func fullDuplexCall(_ call: StreamingCall) async throws {
        echoMetadata(call)
        for try await bytes in call.requests {
            let request = try unpack(Grpc_Testing_StreamingOutputCallRequest.self, bytes)
            try await respond(to: request, call.responses)
        }
    }

    private func respond(
        to request: Grpc_Testing_StreamingOutputCallRequest, _ responses: ResponseWriter
    ) async throws {
        if request.hasResponseStatus { try fail(request.responseStatus) }
        for parameters in request.responseParameters {
            if parameters.intervalUs > 0 { try await Task.sleep(for: .microseconds(parameters.intervalUs)) }
            var response = Grpc_Testing_StreamingOutputCallResponse()
            response.payload = try zeros(parameters.size)
            try await responses.write(
                try pack(response), compression: compression(parameters.hasCompressed ? parameters.compressed : nil))
        }
    }

    /// The initial metadata is sent as soon as the call begins.
    private func echoMetadata(_ call: StreamingCall) {
        call.responses.send(initialMetadata: call.fields.echo(EchoField.initial))
        call.responses.set(trailingMetadata: call.fields.echo(EchoField.trailing))
    }

    /// Lets tests see from outside what became of a stream.
    private func noted(
        _ method: @escaping @Sendable (StreamingCall) async throws -> Void
    ) -> @Sendable (StreamingCall) async throws -> Void {
        { call in
            ledger.note { $0.started += 1 }
            do {
                try await method(call)
                ledger.note { $0.ended += 1 }
            } catch {
                let isCancelled = error is CancellationError
                ledger.note { if isCancelled { $0.cancelled += 1 } else { $0.ended += 1 } }
                throw error
            }
        }
    }

    private func fail(_ status: Grpc_Testing_EchoStatus) throws(GRPCStatus) {
        guard status.code != 0 else { return }
        throw GRPCStatus(GRPCStatusCode(rawValue: Int(status.code)) ?? .unknown, status.message)
    }

    private func zeros(_ size: Int32) throws(GRPCStatus) -> Grpc_Testing_Payload {
        guard size >= 0 else { throw GRPCStatus(.invalidArgument, "A response has a size of 0 or more, not \(size).") }
        var payload = Grpc_Testing_Payload()
        payload.body = Data(count: Int(size))
        return payload
    }

    private func compression(_ wanted: Grpc_Testing_BoolValue?) -> Compression {
        guard let wanted else { return .automatic }
        return wanted.value ? .on : .off
    }
}
