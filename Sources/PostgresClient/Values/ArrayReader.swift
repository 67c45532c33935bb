/// Takes an array of the binary format apart.
struct ArrayReader {
    private var rest: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer) {
        rest = bytes
    }

    /// nil for what has several dimensions, or a NULL, or ends too early.
    func elements<Value>(_ read: (UnsafeRawBufferPointer) -> Value) -> [Value]? {
        var reader = self
        guard let dimensions = reader.int32(), reader.int32() != nil, reader.int32() != nil else { return nil }
        guard dimensions != 0 else { return [] }
        guard dimensions == 1, let count = reader.int32(), reader.int32() != nil else { return nil }
        var values: [Value] = []
        for _ in 0..<max(0, count) {
            guard let length = reader.int32(), let bytes = reader.take(length) else { return nil }
            values.append(read(bytes))
        }
        return values
    }

    private mutating func int32() -> Int? {
        take(4).map { Int($0.bigEndian(as: Int32.self)) }
    }

    private mutating func take(_ count: Int) -> UnsafeRawBufferPointer? {
        guard count >= 0, count <= rest.count else { return nil }
        defer { rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count)) }
        return UnsafeRawBufferPointer(rebasing: rest.prefix(count))
    }
}
