/// Fills a page from a store far away: reads at once what is likely to be needed, in batches that grow, and payloads only
/// where the filter or the page needs them.
public struct PageReading {
    private let query: ListQuery
    private var walk: IndexWalk
    private var builder: PageBuilder
    /// Those that the builder has not been offered yet, in order.
    private var candidates: [PageCandidate] = []
    /// How many rows have been asked for.
    private var rows = 0
    private var isDone = false
    /// How many records were looked at with their payloads, and how many of these were kept.
    private var looks = (whole: 0, kept: 0)

    /// So many rows are read at once.
    public static let mostRows = 1_000
    /// Payloads that are read at once take at least no more than this, or are of one record: 4 MiB.
    public static let mostPayloadBytes = 4 * 1_024 * 1_024

    /// - Parameter walk: has begun; see ``IndexWalk/soonest(through:in:)``.
    public init(_ query: ListQuery, walk: IndexWalk) {
        self.query = query
        self.walk = walk
        builder = PageBuilder(query)
    }

    /// Reads until the page is full or the walk at its end.
    ///
    /// - Parameter answer: reads what is wanted, always at the same state of the store.
    public mutating func page(_ answer: (PageWants) throws -> PageAnswers) rethrows -> ListPage {
        while true {
            offer()
            if isDone { return builder.page }
            let wants = next()
            // Empty when there are new candidates that need not be read.
            if !wants.isEmpty { take(try answer(wants), for: wants) }
        }
    }
}

// MARK: - What is wanted

extension PageReading {
    private mutating func next() -> PageWants {
        var wants = PageWants()
        var forecast = PageForecast(builder, query)
        let end = end(&forecast)
        let isSettled = end < candidates.count || forecast.isFull
        if isSettled {
            if end == candidates.count { wantOneBehind(&wants) }
        } else if !mayFill(candidates[..<end]) {
            wantMore(&wants, forecast)
        }
        let isKnown = wants.rows.isEmpty && (isSettled || walk.isOver)
        if query.filter.needsPayloads || isKnown { wants.payloads = missing(candidates[..<end]) }
        wants.isLast = isKnown && wants.payloads.count == candidates[..<end].count { $0.standing == .bare }
        return wants
    }

    /// Which of the candidates is behind the page; their number if none is known to be.
    private func end(_ forecast: inout PageForecast) -> Int {
        var end = 0
        while end < candidates.count, !forecast.isFull, forecast.look(at: candidates[end]) { end += 1 }
        return end
    }

    /// Rows of the next entries, and the entries behind them.
    private mutating func wantMore(_ wants: inout PageWants, _ forecast: PageForecast) {
        var forecast = forecast
        let isFirst = rows < query.limit
        let batch = isFirst ? min(query.limit - rows, Self.mostRows) : nextBatch(forecast)
        while wants.rows.count < batch, !forecast.isFull, let entry = walk.nextKnown() {
            let candidate = PageCandidate(entry, in: query)
            _ = forecast.look(at: candidate)
            candidates.append(candidate)
            if candidate.standing == .unread { wants.rows.append(candidate.place.name) }
        }
        rows += wants.rows.count
        // Most lists need no second batch.
        guard !forecast.isFull, !isFirst || !walk.isKnown else { return }
        wants.entries = walk.questions(atHand: isFirst ? 1 : batch)
    }

    /// As many rows as fill the page if the filter keeps the same part of them as before, and some more; at most twice as
    /// many as have been read.
    private func nextBatch(_ forecast: PageForecast) -> Int {
        let room = min(query.limit - forecast.count, Self.mostRows)
        let likely = room * (rows + 1) / (forecast.count + 1)
        return min(likely + likely / 4 + 8, rows * 2, Self.mostRows)
    }

    /// Whether there is an entry behind the page, which decides whether there is another page.
    private mutating func wantOneBehind(_ wants: inout PageWants) {
        if let entry = walk.nextKnown() {
            candidates.append(PageCandidate(entry, in: query))
        } else {
            wants.entries = walk.questions(atHand: 1)
        }
    }

    /// True when candidates whose payloads the filter wants to see are likely to fill the page.
    private func mayFill(_ candidates: ArraySlice<PageCandidate>) -> Bool {
        guard query.filter.needsPayloads else { return false }
        let open = candidates.count { $0.standing == .bare || $0.standing == .whole }
        let room = min(query.limit - builder.count, Self.mostRows)
        return open * (looks.kept + 1) >= room * (looks.whole + 1)
    }

    /// Whose payloads are to be read; the first of them when they are many.
    private func missing(_ candidates: ArraySlice<PageCandidate>) -> [OperationName] {
        var names: [OperationName] = []
        var bytes = 0
        for candidate in candidates where candidate.standing == .bare {
            bytes += candidate.row?.fullSize ?? 0
            guard names.isEmpty || bytes <= Self.mostPayloadBytes else { break }
            names.append(candidate.place.name)
        }
        return names
    }
}

// MARK: - What was read

extension PageReading {
    private mutating func take(_ answers: PageAnswers, for wants: PageWants) {
        if !wants.entries.isEmpty { walk.take(answers.entries, for: wants.entries) }
        let payloads = Set(wants.payloads)
        for index in candidates.indices {
            let name = candidates[index].place.name
            switch candidates[index].standing {
            case .unread where !wants.rows.isEmpty: candidates[index].take(answers.rows[name], query.filter)
            case .bare where payloads.contains(name): candidates[index].take(whole: answers.payloads[name])
            default: continue
            }
        }
    }

    /// Offers the builder all about which it can decide.
    private mutating func offer() {
        var offered = 0
        defer { candidates.removeFirst(offered) }
        for candidate in candidates {
            guard builder.takesMore, fits(candidate) else { return end() }
            switch candidate.standing {
            case .unread, .bare: return
            case .missing: break
            case .outside: builder.pass(candidate.place)
            case .refused, .whole: guard offer(candidate) else { return end() }
            }
            offered += 1
        }
        isDone = walk.isOver
    }

    private mutating func offer(_ candidate: PageCandidate) -> Bool {
        guard let record = candidate.row?.record else { return true }
        let count = builder.count
        guard builder.offer(candidate.place, bare: { record }, full: { $0 }) else { return false }
        if candidate.standing == .whole {
            looks.whole += 1
            looks.kept += builder.count - count
        }
        return true
    }

    /// False when the candidate is too big for the page, whatever its payloads are.
    private func fits(_ candidate: PageCandidate) -> Bool {
        guard candidate.standing == .bare, !query.filter.needsPayloads, let row = candidate.row else { return true }
        return builder.count == 0 || row.fullSize <= query.byteLimit - builder.bytes
    }

    private mutating func end() {
        builder.end()
        isDone = true
    }
}
