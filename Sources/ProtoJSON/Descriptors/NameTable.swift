/// Finds the place of a name by its bytes, without making a string of them.
struct NameTable: Sendable {
    private struct Entry {
        let name: [UInt8]
        let place: Int
    }

    private let entries: [Entry]
    /// Open addressing: one more than a place in `entries`; 0 is free.
    private let slots: [Int32]
    private let mask: Int

    /// - Parameter names: of a name that occurs twice the first counts.
    init(_ names: [(name: String, place: Int)]) {
        var size = 4
        while size < names.count * 2 { size *= 2 }
        var slots = [Int32](repeating: 0, count: size)
        var entries: [Entry] = []
        for (name, place) in names {
            let bytes = Array(name.utf8)
            var slot = Self.hash(bytes[...]) & (size - 1)
            while slots[slot] != 0, entries[Int(slots[slot]) - 1].name != bytes { slot = (slot + 1) & (size - 1) }
            guard slots[slot] == 0 else { continue }
            entries.append(Entry(name: bytes, place: place))
            slots[slot] = Int32(entries.count)
        }
        self.entries = entries
        self.slots = slots
        mask = size - 1
    }

    /// All names, in the order they were given.
    var names: [[UInt8]] { entries.map(\.name) }

    subscript(name: ArraySlice<UInt8>) -> Int? {
        var slot = Self.hash(name) & mask
        while slots[slot] != 0 {
            let entry = entries[Int(slots[slot]) - 1]
            if entry.name.count == name.count, entry.name.elementsEqual(name) { return entry.place }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// Seeded anew in each process, so that nobody can choose names that collide.
    private static func hash(_ bytes: ArraySlice<UInt8>) -> Int {
        var hasher = Hasher()
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
        return hasher.finalize()
    }
}
