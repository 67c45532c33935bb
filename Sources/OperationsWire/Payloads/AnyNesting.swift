import SwiftProtobuf

/// How deep messages of any type are nested in each other, at most.
///
/// Each level must spell the name of a type that can hold another, so counting these names in the bytes tells the many
/// that cannot be too deep without decoding anything.
enum AnyNesting {
    static let limit = 100

    /// The known types that hold an `Any`, or hold a type that does.
    private static let carriers = ["google.protobuf.Any", "google.rpc.Status", "google.longrunning.", "longrun.v1."]
        .map { Array($0.utf8) }

    /// True when the payload may be nested deeper than 100 levels.
    static func mayBeTooDeep(typeURL: String, _ bytes: some Collection<UInt8>) -> Bool {
        let type = Array(typeURL.utf8)
        guard carriers.contains(where: { count(of: $0, in: type, upTo: 1) > 0 }) else { return false }
        let content = Array(bytes)
        var levels = 0
        for carrier in carriers { levels += count(of: carrier, in: content, upTo: limit) }
        return levels >= limit
    }

    private static func count(of word: [UInt8], in bytes: [UInt8], upTo most: Int) -> Int {
        guard let first = word.first, bytes.count >= word.count else { return 0 }
        var count = 0
        for index in 0...(bytes.count - word.count) where bytes[index] == first {
            guard bytes[index..<(index + word.count)].elementsEqual(word) else { continue }
            count += 1
            if count == most { break }
        }
        return count
    }
}
