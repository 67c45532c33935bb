import HTTPTranscoding
import NetworkDoor
import OperationsCore

/// What is said of the methods of a path.
extension HTTPMatcher.Match {
    /// Where the route of a method stands; HEAD goes where GET goes.
    func place(_ method: String) -> Int? {
        places[method] ?? (method == "HEAD" ? places["GET"] : nil)
    }

    /// The methods of the path for the field `allow`, those whose routes are offered.
    func methods(where isOffered: (Int) -> Bool) -> String {
        var methods = Set(places.filter { isOffered($0.value) }.keys).union(["OPTIONS"])
        if methods.contains("GET") { methods.insert("HEAD") }
        return methods.sorted().joined(separator: ", ")
    }
}

extension ServiceError {
    static func nothing(at request: HTTPRequestCall) -> ServiceError {
        ServiceError(
            .pathNotFound, "There is nothing at \(request.method) \(request.path). Check the path and the method.",
            metadata: ["method": request.method, "path": String(request.path)])
    }

    static func methodNotAllowed(_ method: String, _ allowed: String, _ request: HTTPRequestCall) -> ServiceError {
        ServiceError(
            .methodNotAllowed, "\(request.path) takes \(allowed), not \(method).",
            metadata: ["method": method, "path": String(request.path), "allowed": allowed])
    }
}
