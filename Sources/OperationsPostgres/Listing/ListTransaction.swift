import OperationsCore
import PostgresClient

/// Reads one page, of one moment, on the queue of a connection; what cannot be read is left out, and logged. Each
/// question is a way to the server and back, so it asks as much at once as is likely to be needed.
final class ListTransaction {
    private let session: PostgresSession
    private let cache: RecordCache
    private let damage: DamageReports
    private let query: ListQuery
    /// What was read without its payloads.
    private var bare: [OperationName: RecordColumns.Row] = [:]
    /// What was read whole.
    private var whole: [OperationName: RecordColumns.Row] = [:]
    private var counts: [IndexSelection: Int] = [:]
    private var hasBegun = false
    private var hasEnded = false
    /// How often the server was asked.
    private(set) var flushes = 0

    init(_ query: ListQuery, _ session: PostgresSession, _ cache: RecordCache, _ damage: DamageReports) {
        self.query = query
        self.session = session
        self.cache = cache
        self.damage = damage
    }

    func page() throws -> ListPage {
        guard !query.filter.bounds.areEmpty, !query.nameBounds.isEmpty else { return PageBuilder(query).page }
        do {
            let walk = try IndexWalk.soonest(through: query, in: self)
            var reading = PageReading(query, walk: walk)
            let page = try reading.page(answer)
            try end()
            cache.put(page.records.compactMap { whole[$0.name] })
            return page
        } catch {
            rollBack()
            throw error
        }
    }

    private func answer(_ wants: PageWants) throws -> PageAnswers {
        let places = (
            entries: wants.entries.map(queue), rows: queue(.rows, wants.rows),
            payloads: queue(.payloads, wants.payloads)
        )
        if wants.isLast { queueEnd() }
        let results = try flush()
        var answers = PageAnswers()
        answers.entries = try zip(wants.entries, places.entries).map { try entries($0, results[$1]) }
        if let rows = places.rows { answers.rows = try self.rows(results[rows], wants.rows) }
        if let payloads = places.payloads { answers.payloads = try self.payloads(results[payloads], wants.payloads) }
        return answers
    }
}

// MARK: - Indexes

extension ListTransaction: IndexSource {
    var leastChunk: Int { 64 }

    func entries(_ questions: [IndexQuestion]) throws -> [[IndexEntry]] {
        // It is likely that counts are wanted next.
        let selections = hasBegun ? [] : ListPlan(query).unordered
        let places = questions.map(queue)
        let counters = selections.map { $0.ranges.map(queueCount) }
        let results = try flush()
        for (selection, places) in zip(selections, counters) {
            counts[selection] = try places.reduce(0) { try $0 + (results[$1].first { Int($0.int()) } ?? 0) }
        }
        return try zip(questions, places).map { try entries($0, results[$1]) }
    }

    func counts(of selections: [IndexSelection], limit: Int) -> [Int] {
        selections.map { counts[$0] ?? limit }
    }

    func entries(
        of selection: IndexSelection, names: NameBounds, placedIn order: ListOrder, limit: Int
    ) throws -> [IndexEntry] {
        let question: ListIndexStatement.Question =
            switch order.field {
            case .name: .ascending
            case .createTime: .createTime
            case .endTime: .endTime
            }
        let places = selection.ranges.map { queue($0, question, limit: limit) }
        let results = try flush()
        return try places.flatMap { place in
            try results[place].all { row in
                let time =
                    question == .ascending && !(selection.ranges.first?.index.isByTime ?? false)
                    ? nil : row.optionalTimestamp()
                let name = row.name()
                return IndexEntry(place: ListCursor(time: order.field == .name ? nil : time ?? .maximum, name: name))
            }
        }.filter { names.contains($0.place.name) }
    }

    private func entries(_ question: IndexQuestion, _ result: PostgresResult) throws -> [IndexEntry] {
        let range = question.range
        return try result.all { row in
            let time = range.index.isByTime ? row.timestamp() : nil
            return IndexEntry(in: range, time: time, name: row.name())
        }
    }

    private func queue(_ question: IndexQuestion) -> Int {
        queue(question.range, question.isDescending ? .descending : .ascending, limit: question.limit)
    }

    private func queueCount(_ range: IndexRange) -> Int {
        queue(range, .count, limit: SmallSet.mostEntries + 1)
    }

    private func queue(_ range: IndexRange, _ question: ListIndexStatement.Question, limit: Int) -> Int {
        queue(ListIndexStatement(index: range.index, question: question).statement) {
            range.bind(to: &$0)
            $0.int(Int64(limit))
        }
    }
}

// MARK: - Rows

extension ListTransaction {
    private func rows(_ result: PostgresResult, _ names: [OperationName]) throws -> [OperationName: PageRow] {
        let cached = cache.records(names)
        var found: [OperationName: PageRow] = [:]
        var unreadable = 0
        try result.forEach { columns in
            guard let row = try damage.unlessUnreadable({ try RecordColumns.readBare(&columns) }) else {
                unreadable += 1
                return true
            }
            let (name, size) = (row.record.name, Int(columns.int()))
            if size == 0 || cached.version(of: name) == row.version {
                let known = size == 0 ? row : cached.rows[name] ?? row
                whole[name] = known
                found[name] = PageRow(record: known.record, missingSize: nil)
            } else {
                bare[name] = row
                found[name] = PageRow(record: row.record, missingSize: size)
            }
            return true
        }
        guard found.count + unreadable == names.count else {
            throw UnreadableRow(what: "an index entry without its row")
        }
        return found
    }

    private func payloads(
        _ result: PostgresResult, _ names: [OperationName]
    ) throws -> [OperationName: OperationRecord] {
        var found: [OperationName: OperationRecord] = [:]
        var unreadable = 0
        try result.forEach { columns in
            let name = columns.name()
            guard var row = bare.removeValue(forKey: name) else { return true }
            guard (try damage.unlessUnreadable { try RecordColumns.readPayloads(&columns, into: &row.record) }) != nil
            else {
                unreadable += 1
                return true
            }
            whole[name] = row
            found[name] = row.record
            return true
        }
        guard found.count + unreadable == names.count else { throw UnreadableRow(what: "payloads without their row") }
        return found
    }

    /// Nil when there is nothing to ask.
    private func queue(_ statement: ListStatement, _ names: [OperationName]) -> Int? {
        names.isEmpty ? nil : queue(statement.statement) { $0.names(names) }
    }
}

// MARK: - The server

extension ListTransaction {
    private func queue(_ statement: PostgresStatement, _ bind: (inout PostgresBinder) -> Void) -> Int {
        if !hasBegun {
            hasBegun = true
            session.queue(ListStatement.begin.statement)
        }
        return session.queue(statement, bind)
    }

    private func flush() throws -> [PostgresResult] {
        flushes += 1
        return try session.flush(within: PostgresStore.readPatience)
    }

    private func queueEnd() {
        hasEnded = true
        session.queue(ListStatement.end.statement)
    }

    private func end() throws {
        guard hasBegun, !hasEnded else { return }
        queueEnd()
        _ = try flush()
    }

    /// A connection that cannot even do this is closed by its pool.
    private func rollBack() {
        session.discardQueued()
        guard session.isInTransaction else { return }
        session.queue(StoreStatement.rollback.statement)
        _ = try? session.flush(within: .seconds(2))
    }
}
