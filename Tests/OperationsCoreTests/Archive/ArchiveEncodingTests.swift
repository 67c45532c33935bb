import OperationsCore
import OperationsTestKit
import Testing

/// Nothing that a store keeps is left out of the digest.
@Suite struct ArchiveEncodingTests {
    @Test func equalItemsHaveEqualBytes() throws {
        for item in try Perturbations.all.flatMap(\.variants) {
            #expect(ArchiveEncoding.bytes(of: item) == ArchiveEncoding.bytes(of: item))
        }
    }

    /// All variants of an item differ from each other, so their bytes do.
    @Test func eachFieldChangesTheBytes() throws {
        for group in try Perturbations.all {
            var seen: [[UInt8]: Int] = [:]
            for (number, variant) in group.variants.enumerated() {
                let bytes = ArchiveEncoding.bytes(of: variant)
                if let other = seen[bytes] {
                    Issue.record("\(group.name): variants \(other) and \(number) read the same: \(variant)")
                }
                seen[bytes] = number
            }
        }
    }

    /// Whoever adds a field to one of these values finds this test, and then adds it to the encoding, to the archive of
    /// each store, and to `Perturbations`.
    @Test func eachFieldIsPerturbed() throws {
        for group in try Perturbations.all {
            let fields = Mirror(reflecting: group.subject).children.compactMap(\.label)
            #expect(Set(fields) == Set(group.fields), "\(group.name)")
        }
    }

    @Test func spansCountInMicroseconds() throws {
        var record = try Fixture.started()
        let bytes = ArchiveEncoding.bytes(of: Perturbations.item(record))
        record.timeToLive += .nanoseconds(999)
        #expect(ArchiveEncoding.bytes(of: Perturbations.item(record)) == bytes)
    }

    @Test func theOrderOfLabelsDoesNotMatter() throws {
        var one = try Fixture.started()
        var two = one
        for number in 0..<50 { one.labels["\(number)"] = "v" }
        for number in (0..<50).reversed() { two.labels["\(number)"] = "v" }
        #expect(
            ArchiveEncoding.bytes(of: Perturbations.item(one)) == ArchiveEncoding.bytes(of: Perturbations.item(two)))
    }

    @Test func keysAreOrderedByTheirBytes() {
        let keys = [
            ArchiveKey(""), ArchiveKey("", "a"), ArchiveKey("a"), ArchiveKey("a", "", number: 2),
            ArchiveKey("a", "", number: 10), ArchiveKey("a", "b"), ArchiveKey("a-b"), ArchiveKey("a/b"),
            ArchiveKey("e\u{301}"), ArchiveKey("\u{e9}"),
        ]
        #expect(keys.shuffled().sorted() == keys)
        #expect(Set(keys).count == keys.count)
    }
}
