import Crypto
import OperationsCore

/// Takes the items of a store, those of each kind in the order of their keys, and makes the fingerprint of them all.
struct StoreDigest {
    private struct Part {
        var hasher = SHA256()
        var count = 0
    }

    private var parts: [ArchiveKind: Part] = [:]

    mutating func add(_ item: ArchiveItem) {
        let bytes = ArchiveEncoding.bytes(of: item)
        var part = parts.removeValue(forKey: item.kind) ?? Part()
        Self.add(Int64(bytes.count), to: &part.hasher)
        part.hasher.update(data: bytes)
        part.count += 1
        parts[item.kind] = part
    }

    func count(of kind: ArchiveKind) -> Int { parts[kind]?.count ?? 0 }

    /// - Parameter secret: the store's, which shows in nothing but the digest.
    func contents(secret: [UInt8]) -> StoreContents {
        var whole = SHA256()
        Self.add(Int64(secret.count), to: &whole)
        whole.update(data: secret)
        for kind in ArchiveKind.allCases {
            let part = parts[kind] ?? Part()
            Self.add(Int64(part.count), to: &whole)
            whole.update(data: Array(part.hasher.finalize()))
        }
        return StoreContents(counts: parts.mapValues(\.count), digest: Self.hexadecimal(Array(whole.finalize())))
    }

    private static func add(_ number: Int64, to hasher: inout SHA256) {
        withUnsafeBytes(of: number.littleEndian) { hasher.update(bufferPointer: $0) }
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
