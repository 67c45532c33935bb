/// The paths of a FieldMask: snake_case in binary, lowerCamelCase in JSON.
enum FieldMaskText {
    /// Writes a path in lowerCamelCase.
    ///
    /// - Returns: false when that could not be read back as the same path.
    static func append(_ path: ArraySlice<UInt8>, to output: inout JSONOutput) -> Bool {
        var isAfterUnderscore = false
        for byte in path {
            switch byte {
            case UInt8(ascii: "_"):
                guard !isAfterUnderscore else { return false }
                isAfterUnderscore = true
            case UInt8(ascii: "a")...UInt8(ascii: "z"):
                output.byte(isAfterUnderscore ? byte - 32 : byte)
                isAfterUnderscore = false
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "*"):
                guard !isAfterUnderscore else { return false }
                output.byte(byte)
            default: return false
            }
        }
        return !isAfterUnderscore
    }

    /// A path in snake_case; nil when it is none in lowerCamelCase.
    static func snakeCase(_ path: ArraySlice<UInt8>) -> [UInt8]? {
        var result: [UInt8] = []
        for byte in path {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): result += [UInt8(ascii: "_"), byte + 32]
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."),
                UInt8(ascii: "*"):
                result.append(byte)
            default: return nil
            }
        }
        return result
    }
}
