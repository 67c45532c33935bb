/// Texts as C wants them: an array of pointers that ends with NULL.
enum CStrings {
    static func with<Value>(
        _ texts: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Value?
    ) -> Value? {
        var bytes: [CChar] = []
        var starts: [Int] = []
        for text in texts {
            starts.append(bytes.count)
            bytes.append(contentsOf: text.utf8.map { CChar(bitPattern: $0) })
            bytes.append(0)
        }
        return bytes.withUnsafeBufferPointer { bytes in
            let pointers = starts.map { start in bytes.baseAddress.map { $0 + start } } + [nil]
            return pointers.withUnsafeBufferPointer { $0.baseAddress.flatMap(body) }
        }
    }
}
