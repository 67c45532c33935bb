import Crypto
import OperationsCore

/// Makes and reads page tokens (AIP-158): encrypted and authenticated, bound to the query they continue, and good
/// for a limited time. The key lives in the store, so tokens survive a restart.
struct PageTokens: Sendable {
    private let key: SymmetricKey
    private let life: Duration

    /// - Parameter secret: the store's secret of 32 bytes.
    init(secret: [UInt8], life: Duration) {
        key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: secret), info: Array("page tokens".utf8), outputByteCount: 32)
        self.life = life
    }

    /// - Parameters:
    ///   - cursor: where the next page begins.
    ///   - query: what the token continues; the same text must be given to ``cursor(in:query:now:)``.
    func token(cursor: String, query: String, now: Timestamp) -> String {
        var plain: [UInt8] = []
        withUnsafeBytes(of: (now + life).microseconds.bigEndian) { plain.append(contentsOf: $0) }
        plain.append(contentsOf: cursor.utf8)
        guard let sealed = try? AES.GCM.seal(plain, using: key, authenticating: Array(query.utf8)) else { return "" }
        return Base64URL.encode(Array(sealed.nonce) + Array(sealed.ciphertext) + Array(sealed.tag))
    }

    /// Reads where to go on; nil for the empty token of a first page.
    func cursor(in token: String, query: String, now: Timestamp) throws(ServiceError) -> String? {
        guard !token.isEmpty else { return nil }
        guard let bytes = Base64URL.decode(token), let plain = open(bytes, query: query), plain.count >= 8 else {
            throw .invalid(
                "page_token",
                "Send the next_page_token of the page before, unchanged, with the same other arguments.",
                reason: .invalidPageToken)
        }
        let expiry = plain.prefix(8).reduce(Int64(0)) { $0 << 8 | Int64($1) }
        guard expiry > now.microseconds else {
            throw .invalid(
                "page_token", "The token has expired; begin again without one.", reason: .invalidPageToken)
        }
        return String(decoding: plain.dropFirst(8), as: UTF8.self)
    }

    private func open(_ bytes: [UInt8], query: String) -> [UInt8]? {
        guard let box = try? AES.GCM.SealedBox(combined: bytes) else { return nil }
        return (try? AES.GCM.open(box, using: key, authenticating: Array(query.utf8))).map { Array($0) }
    }
}
