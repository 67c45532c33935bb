import OperationsCore
import OperationsEngine
import OperationsWire

/// What is said of stores.
enum StoreText {
    static func report(_ report: StoreCheckReport) -> String {
        var table = Table([])
        table.add(["schema", report.schema.joined(separator: ", ")])
        add(report.counts, to: &table)
        table.add(["digest", report.digest ?? "none, since not all could be read, or some changed meanwhile"])
        let faults = report.faults.map { fault in
            fault.subject.isEmpty ? fault.sentence : "\(fault.subject): \(fault.sentence)"
        }
        guard !faults.isEmpty else { return table.text }
        return ([table.text, ""] + faults.map(Table.printable)).joined(separator: "\n") + unlisted(report)
    }

    static func contents(_ contents: StoreContents) -> String {
        var table = Table([])
        add(contents.counts, to: &table)
        table.add(["digest", "\(contents.digest), the same of both"])
        return table.text
    }

    static func migration(_ migration: SchemaMigration) -> String {
        var table = Table([])
        let list = { (versions: [String]) in versions.isEmpty ? "none" : versions.joined(separator: ", ") }
        table.add(["present", list(migration.present)])
        table.add(["applied", list(migration.applied)])
        return table.text
    }

    static func json(_ report: StoreCheckReport) -> String {
        text { object in
            object.key("schema")
            object.array(report.schema) { $0.string($1) }
            write(report.counts, report.digest, to: &object)
            object.key("faultCount")
            object.number(report.faultCount)
            object.key("faults")
            object.array(report.faults) { array, fault in
                array.object {
                    $0.key("subject")
                    $0.string(fault.subject)
                    $0.key("sentence")
                    $0.string(fault.sentence)
                }
            }
        }
    }

    static func json(_ contents: StoreContents) -> String {
        text { write(contents.counts, contents.digest, to: &$0) }
    }

    static func json(_ migration: SchemaMigration) -> String {
        text { object in
            object.key("present")
            object.array(migration.present) { $0.string($1) }
            object.key("applied")
            object.array(migration.applied) { $0.string($1) }
        }
    }

    private static func unlisted(_ report: StoreCheckReport) -> String {
        let count = report.faultCount - report.faults.count
        return count == 0 ? "" : "\n… and \(count) more"
    }

    private static func add(_ counts: [ArchiveKind: Int], to table: inout Table) {
        for kind in ArchiveKind.allCases { table.add([kind.noun, "\(counts[kind] ?? 0)"]) }
    }

    private static func write(_ counts: [ArchiveKind: Int], _ digest: String?, to object: inout JSONWriter) {
        object.key("counts")
        object.object { members in
            for kind in ArchiveKind.allCases {
                members.key(kind.rawValue)
                members.number(counts[kind] ?? 0)
            }
        }
        guard let digest else { return }
        object.key("digest")
        object.string(digest)
    }

    private static func text(_ members: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        writer.object(members)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}
