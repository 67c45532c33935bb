import GRPCCore
import OperationsCore
import OperationsEngine
import OperationsWire
import SwiftProtobuf

/// A method of a service as it is called over REST, whatever its messages are.
struct RESTMethod: Sendable {
    /// Such as `google.longrunning.Operations/GetOperation`.
    let name: String
    /// The full names of its messages.
    let requestType: String
    let responseType: String
    /// True for a method that may wait for minutes: for an end, or for work.
    let mayBeHeld: Bool
    let answer: @Sendable (RESTCall) async throws -> RESTAnswer
}

/// What is answered, not yet in the form the caller asked for.
enum RESTAnswer: Sendable {
    /// Its payloads are in the form of the call's ``RESTCall/answerCodec``.
    case message(any Message)
    case operation(OperationRecord)
    case operations(Page<OperationRecord>)
}

/// Registers methods by their messages.
struct RESTMethods {
    private(set) var byName: [String: RESTMethod] = [:]

    /// All that the program serves.
    static func all(of engine: OperationEngine) -> RESTMethods {
        var methods = RESTMethods()
        methods.addOperations(engine)
        methods.addPolicies(engine)
        methods.addLocations(engine)
        methods.addProducer(engine)
        methods.addWorker(engine)
        methods.addObserver(engine)
        methods.addAdmin(engine)
        return methods
    }

    subscript(method: MethodDescriptor) -> RESTMethod? { byName[method.fullyQualifiedMethod] }

    mutating func add<Request: Message, Answer: Message>(
        _ method: MethodDescriptor, answering: Answer.Type, isHeld: Bool = false,
        _ body: @escaping @Sendable (Request, RESTCall) async throws -> RESTAnswer
    ) {
        byName[method.fullyQualifiedMethod] = RESTMethod(
            name: method.fullyQualifiedMethod, requestType: Request.protoMessageName,
            responseType: Answer.protoMessageName, mayBeHeld: isHeld
        ) { call in
            try await body(try call.message(), call)
        }
    }

    mutating func unary<Request: Message, Answer: Message>(
        _ method: MethodDescriptor, isHeld: Bool = false,
        _ body: @escaping @Sendable (Request, RESTCall) async throws -> Answer
    ) {
        add(method, answering: Answer.self, isHeld: isHeld) { .message(try await body($0, $1)) }
    }
}
