/// The statements that wait for the next flush, with their parameters.
struct StatementBatch {
    struct Entry {
        let statement: PostgresStatement
        let parameters: Range<Int>
    }

    private(set) var entries: [Entry] = []
    var binder = PostgresBinder()
    var fault: String?

    var isEmpty: Bool { entries.isEmpty }

    mutating func add(_ statement: PostgresStatement, _ bind: (inout PostgresBinder) -> Void) {
        let start = binder.count
        bind(&binder)
        entries.append(Entry(statement: statement, parameters: start..<binder.count))
        if fault == nil, let wrong = binder.fault { fault = "\(statement.name): \(wrong)" }
        if fault == nil, binder.count - start > Int(UInt16.max) {
            fault = "\(statement.name): There are \(binder.count - start) parameters; 65,535 are the most."
        }
    }

    func types(of entry: Entry) -> ArraySlice<UInt32> {
        binder.types[entry.parameters]
    }

    mutating func removeAll() {
        entries.removeAll(keepingCapacity: true)
        binder.removeAll()
        fault = nil
    }
}
