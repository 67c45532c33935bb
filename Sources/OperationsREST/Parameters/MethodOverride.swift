import HTTPTranscoding
import NetworkDoor
import OperationsCore

/// The method a request is meant to have: clients behind proxies that let only POST through name it in a header.
enum MethodOverride {
    private static let known: Set<String> = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]

    static func method(of request: HTTPRequestCall) throws(ServiceError) -> String {
        guard request.method == "POST", let override = request.fields["x-http-method-override"] else {
            return request.method
        }
        let method = override.uppercased()
        guard known.contains(method) else {
            throw .invalid(
                "X-HTTP-Method-Override", "Use one of \(known.sorted().joined(separator: ", ")).",
                reason: .malformedRequest)
        }
        return method
    }
}
