/// Reads protobuf's binary format within a range of bytes.
///
/// Nil means that the bytes end early or are none of the format.
struct WireReader {
    let bytes: [UInt8]
    private(set) var index: Int
    private let end: Int

    init(_ bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        index = max(range.lowerBound, 0)
        end = min(range.upperBound, bytes.count)
    }

    var isAtEnd: Bool { index >= end }

    mutating func varint() -> UInt64? {
        guard index < end else { return nil }
        let first = bytes[index]
        index += 1
        if first < 0x80 { return UInt64(first) }
        var value = UInt64(first & 0x7F)
        var shift: UInt64 = 7
        while index < end, shift < 64 {
            let byte = bytes[index]
            index += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        return nil
    }

    mutating func tag() -> Tag? {
        varint().flatMap(Tag.init)
    }

    mutating func fixed32() -> UInt32? {
        guard end - index >= 4 else { return nil }
        var value: UInt32 = 0
        for offset in 0..<4 { value |= UInt32(bytes[index + offset]) << UInt32(8 * offset) }
        index += 4
        return value
    }

    mutating func fixed64() -> UInt64? {
        guard end - index >= 8 else { return nil }
        var value: UInt64 = 0
        for offset in 0..<8 { value |= UInt64(bytes[index + offset]) << UInt64(8 * offset) }
        index += 8
        return value
    }

    /// The range of a length-delimited value.
    mutating func content() -> Range<Int>? {
        guard let length = varint(), length <= UInt64(end - index) else { return nil }
        let range = index..<(index + Int(length))
        index = range.upperBound
        return range
    }

    /// The range of a group's fields; its start mark has been read.
    ///
    /// - Parameter depth: how deep groups may stand in each other.
    mutating func group(_ number: UInt32, depth: Int) -> Range<Int>? {
        let start = index
        var open = [number]
        while true {
            let before = index
            guard let tag = tag() else { return nil }
            switch tag.wireType {
            case .startGroup:
                open.append(tag.number)
                guard open.count <= depth else { return nil }
            case .endGroup:
                guard open.popLast() == tag.number else { return nil }
                if open.isEmpty { return start..<before }
            default:
                guard skipScalar(tag.wireType) else { return nil }
            }
        }
    }

    /// The range of the value that follows a tag; of a group, that of its fields.
    mutating func value(of tag: Tag, depth: Int) -> Range<Int>? {
        let start = index
        switch tag.wireType {
        case .lengthDelimited: return content()
        case .startGroup: return group(tag.number, depth: depth)
        case .endGroup: return nil
        default: return skipScalar(tag.wireType) ? start..<index : nil
        }
    }

    mutating func skipScalar(_ wireType: WireType) -> Bool {
        switch wireType {
        case .varint: varint() != nil
        case .fixed32: skip(4)
        case .fixed64: skip(8)
        case .lengthDelimited: content() != nil
        case .startGroup, .endGroup: false
        }
    }

    private mutating func skip(_ count: Int) -> Bool {
        guard end - index >= count else { return false }
        index += count
        return true
    }
}
