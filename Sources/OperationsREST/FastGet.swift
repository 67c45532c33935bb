import NetworkDoor
import OperationsCore
import OperationsEngine
import OperationsWire

/// The shortest way to the most frequent answer: a Get of an operation that is at hand in memory, asked for by its
/// plain name under a version prefix, such as `/v1/projects/p/operations/x`.
///
/// A name that the cache knows is a valid one, so nothing needs to be decoded or checked; whatever is not that simple
/// goes the long way, which answers the same.
enum FastGet {
    static func record(_ request: HTTPRequestCall, _ engine: OperationEngine) -> OperationRecord? {
        guard request.method == "GET" else { return nil }
        let path = request.target.utf8
        guard path.first == UInt8(ascii: "/"), let slash = path.dropFirst().firstIndex(of: UInt8(ascii: "/")),
            Router.isVersion(String(request.target[path.index(after: path.startIndex)..<slash])),
            let cached = engine.cachedRecord(named: String(request.target[path.index(after: slash)...])),
            cached.size <= largestAtOnce
        else { return nil }
        return cached.record
    }

    /// Larger operations are encoded in a task, so that they hold up nobody.
    private static let largestAtOnce = 64 * 1_024
}
