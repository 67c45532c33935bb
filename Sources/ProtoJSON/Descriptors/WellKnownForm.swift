/// The types whose JSON is not an object of their fields.
enum WellKnownForm: Sendable, Equatable {
    case any, timestamp, duration, fieldMask, structure, value, list
    /// One of the nine messages around a single scalar.
    case wrapper

    init?(fullName: String) {
        switch fullName {
        case "google.protobuf.Any": self = .any
        case "google.protobuf.Timestamp": self = .timestamp
        case "google.protobuf.Duration": self = .duration
        case "google.protobuf.FieldMask": self = .fieldMask
        case "google.protobuf.Struct": self = .structure
        case "google.protobuf.Value": self = .value
        case "google.protobuf.ListValue": self = .list
        case "google.protobuf.DoubleValue", "google.protobuf.FloatValue", "google.protobuf.Int64Value",
            "google.protobuf.UInt64Value", "google.protobuf.Int32Value", "google.protobuf.UInt32Value",
            "google.protobuf.BoolValue", "google.protobuf.StringValue", "google.protobuf.BytesValue":
            self = .wrapper
        default: return nil
        }
    }

    /// True when its JSON is one string, number or flag, with nothing in it.
    var isScalar: Bool {
        switch self {
        case .timestamp, .duration, .fieldMask, .wrapper: true
        case .any, .structure, .value, .list: false
        }
    }
}
