import Crypto
import OperationsCore

/// Fingerprints of what callers send, to tell a repeated call from a different one.
enum ContentDigests {
    static func of(_ request: StartRequest) -> ContentDigest {
        var content = Content()
        content.add(request.operationID ?? "")
        content.add(request.queue.isEmpty ? Limits.defaultQueue : request.queue)
        content.add(request.request)
        content.add(request.metadata)
        for (key, value) in request.labels.sorted(by: { $0.key < $1.key }) {
            content.add(key)
            content.add(value)
        }
        content.add(Int64(request.labels.count))
        content.add(Int64(request.priority))
        content.add(request.scheduleTime?.microseconds)
        content.add(request.deadline?.microseconds)
        content.add(request.attemptTimeout?.microseconds)
        content.add(request.timeToLive?.microseconds)
        content.add(request.retryPolicy)
        return content.digest
    }

    static func of(_ report: CompletionReport) -> ContentDigest {
        var content = Content()
        content.add("complete")
        content.add(report.response ?? .empty)
        content.add(report.metadata)
        return content.digest
    }

    static func of(_ report: FailureReport) -> ContentDigest {
        var content = Content()
        content.add("fail")
        content.add(Int64(report.error.code.rawValue))
        content.add(report.error.message)
        for detail in report.error.details { content.add(detail) }
        content.add(report.retryable.map { $0 ? 1 : 0 })
        content.add(report.metadata)
        return content.digest
    }

    static func ofRelease(delay: Duration) -> ContentDigest {
        var content = Content()
        content.add("release")
        content.add(delay.microseconds)
        return content.digest
    }

    /// Values written one after the other, each with its length, so that no two contents read the same.
    private struct Content {
        private var hasher = SHA256()

        mutating func add(_ value: Int64) {
            withUnsafeBytes(of: value.littleEndian) { hasher.update(bufferPointer: $0) }
        }

        mutating func add(_ value: Int64?) {
            add(value == nil ? Int64(0) : Int64(1))
            add(value ?? Int64(0))
        }

        mutating func add(_ text: String) {
            add(Array(text.utf8))
        }

        mutating func add(_ bytes: [UInt8]) {
            add(Int64(bytes.count))
            hasher.update(data: bytes)
        }

        mutating func add(_ payload: Payload?) {
            switch payload {
            case nil: add("none")
            case .binary(let typeURL, let bytes):
                add("binary")
                add(typeURL)
                add(bytes)
            case .json(let typeURL, let text):
                add("json")
                add(typeURL)
                add(JSONContent.canonical(text))
            }
        }

        mutating func add(_ policy: RetryPolicy) {
            add(Int64(policy.maxAttempts))
            add(policy.initialBackoff.microseconds)
            add(policy.maxBackoff.microseconds)
            add(Int64(bitPattern: policy.backoffMultiplier.bitPattern))
            for code in policy.retryableCodes { add(Int64(code.rawValue)) }
        }

        var digest: ContentDigest { ContentDigest(bytes: Array(hasher.finalize())) }
    }
}
