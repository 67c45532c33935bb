/// Spelling rules of single fields, used by more than one request.
public enum FieldRules {
    /// Queues are named like a segment of a name; empty stands for the default.
    public static func checkQueue(_ queue: String, field: String) throws(ServiceError) {
        guard queue.utf8.count <= Limits.queueLength, queue.utf8.allSatisfy(NameSyntax.isSegmentByte) else {
            throw .invalid(
                field, "A queue's name has at most \(Limits.queueLength) letters, digits and characters -._~()@+,=!")
        }
    }

    public static func checkWorkerID(_ id: String) throws(ServiceError) {
        guard id.utf8.count <= Limits.workerIDLength, isPrintable(id) else {
            throw .invalid(
                "worker_id",
                "A worker's id has at most \(Limits.workerIDLength) bytes, none of them control characters.")
        }
    }

    public static func checkToken(_ token: String) throws(ServiceError) {
        guard !token.isEmpty else {
            throw .invalid("lease_token", "Send the lease_token that came with the lease.")
        }
    }

    public static func checkLeaseDuration(_ duration: Duration) throws(ServiceError) {
        guard Limits.leaseDuration.contains(duration) else {
            throw .invalid("lease_duration", "A lease lasts from 1 s to 3600 s.")
        }
    }

    public static func checkProgress(_ percent: Int32?, message: String?) throws(ServiceError) {
        if let percent, !(0...100).contains(percent) {
            throw .invalid("progress_percent", "Progress lies between 0 and 100.")
        }
        if let message, message.utf8.count > Limits.statusMessageLength {
            throw .invalid("status_message", "A status message has at most \(Limits.statusMessageLength) bytes.")
        }
    }

    static func isPrintable(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    }
}
