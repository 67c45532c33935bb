import OperationsAPI
import OperationsCore
import OperationsWire

extension Google_Rpc_Status {
    /// `UNKNOWN: The command ended with exit status 3.`
    var text: String {
        let name = StatusCode(rawValue: code)?.name ?? "code \(code)"
        return message.isEmpty ? name : "\(name): \(message)"
    }
}
