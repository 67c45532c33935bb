import NIOCore
import NIOHPACK

/// Sees to it that every answer is a good one, though it decodes few of them.
///
/// A header block with the bytes of one that was good is good, as long as no block has changed the decoder's table.
struct HTTP2Answers {
    private var decoder = HPACKDecoder(allocator: ByteBufferAllocator())
    private var goodHead = ByteBuffer()
    private var goodTrailers = ByteBuffer()

    mutating func check(_ block: ByteBuffer, isLast: Bool) throws {
        guard block != (isLast ? goodTrailers : goodHead) else { return }
        var rest = block
        let headers = try decoder.decodeHeaders(from: &rest)
        if let status = headers.first(name: ":status"), status != "200" {
            throw BenchmarkFault("an answer with HTTP status \(status)")
        }
        if isLast, headers.first(name: "grpc-status") != "0" {
            throw BenchmarkFault("an answer that is not OK: \(headers)")
        }
        remember(block, isLast)
    }

    private mutating func remember(_ block: ByteBuffer, _ isLast: Bool) {
        if Self.changesTable(block) {
            goodHead = ByteBuffer()
            goodTrailers = ByteBuffer()
        } else if isLast {
            // A copy, as a slice would keep all that was received with it.
            goodTrailers = ByteBuffer(bytes: block.readableBytesView)
        } else {
            goodHead = ByteBuffer(bytes: block.readableBytesView)
        }
    }

    /// Whether any field is one "with incremental indexing", or the table's size is set (RFC 7541, section 6).
    private static func changesTable(_ block: ByteBuffer) -> Bool {
        var bytes = block.readableBytesView[...]
        while let byte = bytes.first {
            switch byte {
            case 0x80...: _ = takeInteger(7, &bytes)
            case 0x20...: return true
            default:
                if takeInteger(4, &bytes) == 0 { takeString(&bytes) }
                takeString(&bytes)
            }
        }
        return false
    }

    private static func takeString(_ bytes: inout ByteBufferView.SubSequence) {
        bytes = bytes.dropFirst(takeInteger(7, &bytes))
    }

    /// An integer whose first part is the low bits of the first byte (RFC 7541, section 5.1).
    private static func takeInteger(_ bits: Int, _ bytes: inout ByteBufferView.SubSequence) -> Int {
        let limit = 1 << bits - 1
        var value = Int(bytes.popFirst() ?? 0) & limit
        guard value == limit else { return value }
        var shift = 0
        while let byte = bytes.popFirst(), shift < 28 {
            value += Int(byte & 0x7F) << shift
            shift += 7
            if byte < 0x80 { break }
        }
        return value
    }
}
