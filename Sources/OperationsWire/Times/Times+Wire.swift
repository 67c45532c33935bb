public import OperationsCore
public import SwiftProtobuf

extension Google_Protobuf_Timestamp {
    public init(_ time: Timestamp) {
        let (seconds, micros) = time.microseconds.flooredDivision(by: 1_000_000)
        self.init(seconds: seconds, nanos: Int32(micros * 1_000))
    }
}

extension Timestamp {
    /// - Parameter field: where it stands in the request, for the error.
    public init(_ time: Google_Protobuf_Timestamp, field: String) throws(ServiceError) {
        guard (-62_135_596_800...253_402_300_799).contains(time.seconds), (0..<1_000_000_000).contains(time.nanos)
        else {
            throw .invalid(field, "A timestamp lies between the years 0001 and 9999.")
        }
        self.init(microseconds: time.seconds * 1_000_000 + Int64(time.nanos) / 1_000)
    }
}

extension Google_Protobuf_Duration {
    public init(_ span: Duration) {
        let (seconds, attoseconds) = span.components
        self.init(seconds: seconds, nanos: Int32(attoseconds / 1_000_000_000))
    }
}

extension Duration {
    /// - Parameter field: where it stands in the request, for the error.
    public init(_ span: Google_Protobuf_Duration, field: String) throws(ServiceError) {
        let isInRange =
            (-315_576_000_000...315_576_000_000).contains(span.seconds)
            && (-999_999_999...999_999_999).contains(span.nanos)
            && (span.seconds == 0 || span.nanos == 0 || (span.seconds < 0) == (span.nanos < 0))
        guard isInRange else {
            throw .invalid(field, "A duration lies within ±315576000000 s, and its parts have the same sign.")
        }
        self = .seconds(span.seconds) + .microseconds(Int64(span.nanos).flooredDivision(by: 1_000).quotient)
    }
}

extension Int64 {
    func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
