import GRDB
import OperationsCore

extension SQLiteTransaction {
    func descriptorSets() throws -> [DescriptorSet] {
        try guarded { try db.descriptorSets() }
    }

    func put(_ set: DescriptorSet) throws {
        try guarded {
            try db.run(.putDescriptorSet) {
                $0.text(set.id)
                $0.blob(set.content)
                $0.int(set.updateTime.microseconds)
            }
        }
    }

    func removeDescriptorSet(_ id: String) throws -> Bool {
        try guarded {
            guard try db.first(.descriptorSetExists, { $0.text(id) }, row: { $0.int() }) != nil else { return false }
            try db.run(.deleteDescriptorSet) { $0.text(id) }
            return true
        }
    }
}

extension Database {
    func descriptorSets() throws -> [DescriptorSet] {
        try all(.descriptorSets, { $0.text("") }) { DescriptorSet(from: &$0) }
    }
}

extension DescriptorSet {
    init(from row: inout RowReader) {
        self.init(id: row.text(), content: row.bytes(), updateTime: Timestamp(microseconds: row.int()))
    }
}
