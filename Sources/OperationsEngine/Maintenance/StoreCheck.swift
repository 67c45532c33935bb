public import OperationsCore

/// Reads all that a store holds, and finds out whether it is as it must be.
///
/// ```swift
/// let report = try await StoreCheck.run(on: store)
/// for fault in report.faults { print(fault.subject, fault.sentence) }
/// ```
///
/// A shared store may be in use meanwhile: what looks wrong is looked at once more. What cannot be read for a moment is
/// read again; only ``StoreFailure/damaged(_:names:)`` is a fault. A few pages are in memory at a time.
public struct StoreCheck {
    let store: any ArchivableStore
    private let bounds: ArchivePage.Bounds
    private let progress: MaintenanceReport
    private let retrying: Retrying
    var faults = FaultList()
    private var digest = StoreDigest()
    /// False when something could not be read.
    private var isWhole = true
    /// The operations of whose history a line could not be read.
    private var patchy: Set<String> = []
    /// True when the rest of a kind could not be read.
    private var isCut = false

    private init(
        _ store: any ArchivableStore, _ bounds: ArchivePage.Bounds, _ retryPause: Duration,
        _ progress: @escaping MaintenanceReport
    ) {
        self.store = store
        self.bounds = bounds
        self.progress = progress
        retrying = Retrying(3, first: retryPause)
    }

    /// - Parameter retryPause: before what failed is read once more; the second pause is twice, the third four times as
    ///   long, up to 4 s, and then the check is given up. Default 1 s.
    /// - Throws: ``MaintenanceError/incomplete``, or ``StoreFailure`` when the store is out of reach.
    public static func run(
        on store: any ArchivableStore, within bounds: ArchivePage.Bounds = ArchivePage.Bounds(),
        retryPause: Duration = .seconds(1), report: @escaping MaintenanceReport = { _ in }
    ) async throws -> StoreCheckReport {
        var check = StoreCheck(store, bounds, retryPause, report)
        return try await check.run()
    }

    private mutating func run() async throws -> StoreCheckReport {
        guard try await !patiently({ try await store.isIncomplete() }) else { throw MaintenanceError.incomplete }
        let position = try await patiently { try await store.lastPosition() }
        try await checkOperations()
        for kind in ArchiveKind.allCases where kind != .operations && kind != .history {
            var reader = reader(of: kind)
            var key: ArchiveKey?
            while case let page = try await nextPage(&reader), !page.isEmpty {
                try await checkReferences(of: page, behind: key)
                key = reader.key
            }
        }
        let places = try await checkFeed()
        let isUnchanged = try await patiently { try await store.lastPosition() } == position
        if isUnchanged, isWhole { checkPlaces(places) }
        try await checkStructure()
        let secret = try await patiently { try await store.secret() }
        if secret.count != StoreContents.secretSize {
            faults.add("The secret is missing, with which page tokens are sealed.")
        }
        let contents = digest.contents(secret: secret)
        return StoreCheckReport(
            schema: try await patiently { try await store.schemaVersions() }, counts: contents.counts,
            digest: isUnchanged && isWhole ? contents.digest : nil, faults: faults.listed, faultCount: faults.count)
    }

    /// Operations and their histories come in the same order, so that each finds the other.
    private mutating func checkOperations() async throws {
        var operations = reader(of: .operations)
        var lines = reader(of: .history)
        var line = try await next(&lines)
        while case .operation(let operation) = try await next(&operations) {
            let name = operation.record.name
            for rule in RecordInvariants.broken(by: operation.record) { faults.add(rule, about: name.text) }
            var history = HistoryInvariants(of: operation.record)
            while case .history(let found) = line, found.name <= name {
                if found.name == name { history.accept(found.entry) }
                line = try await next(&lines)
            }
            guard !isCut, !patchy.contains(name.text), !history.broken.isEmpty else { continue }
            for rule in try await confirmed(history.broken, of: name) { faults.add(rule, about: name.text) }
        }
        while line != nil { line = try await next(&lines) }
    }

    /// Places in the feed are all different, and none lies ahead of what is given out next.
    ///
    /// - Returns: how many there are.
    private mutating func checkFeed() async throws -> Int {
        var count = 0
        var last = Int64.min
        while case let page = try await placesBehind(last), !page.isEmpty {
            for place in page {
                if place.position <= last { faults.add("It shares its place in the feed.", about: place.name.text) }
                last = max(last, place.position)
            }
            count += page.count
        }
        if try await patiently({ try await store.lastPosition() }) < last {
            faults.add("A place in the feed lies ahead of the one that is given out next.")
        }
        return count
    }

    private mutating func checkPlaces(_ count: Int) {
        let expected = digest.count(of: .operations) + digest.count(of: .tombstones)
        guard count != expected else { return }
        let places = count == 1 ? "1 place" : "\(count) places"
        faults.add("The feed has \(places), and there are operations and tombstones for \(expected).")
    }

    /// - Returns: nothing when they cannot be read, which is noted as a fault.
    private mutating func placesBehind(_ position: Int64) async throws -> [FeedPlace] {
        do {
            return try await patiently { try await store.feedPlaces(after: position, limit: bounds.count) }
        } catch StoreFailure.damaged(let sentence, _) {
            isWhole = false
            faults.add("The feed cannot be read behind \(position). \(sentence)")
            return []
        }
    }

    private mutating func checkStructure() async throws {
        do {
            for sentence in try await patiently({ try await store.structuralFaults() }) { faults.add(sentence) }
        } catch StoreFailure.damaged(let sentence, _) {
            faults.add("How the store keeps things cannot be looked at to the end. \(sentence)")
        }
    }

    private func reader(of kind: ArchiveKind) -> ArchiveReader {
        ArchiveReader(kind, of: store, within: bounds)
    }

    private mutating func next(_ reader: inout ArchiveReader) async throws -> ArchiveItem? {
        let item = try await reading(&reader) { try await $0.next() } ?? nil
        if let item { note([item]) }
        return item
    }

    private mutating func nextPage(_ reader: inout ArchiveReader) async throws -> [ArchiveItem] {
        let page = try await reading(&reader) { try await $0.nextPage() } ?? []
        note(page)
        return page
    }

    private mutating func note(_ items: [ArchiveItem]) {
        for item in items { digest.add(item) }
        guard let kind = items.last?.kind else { return }
        let count = digest.count(of: kind)
        if items.count > 1 || count.isMultiple(of: 1_000) {
            progress(MaintenanceProgress(step: .checking, kind: kind, count: count))
        }
    }

    /// - Returns: nil when nothing more can be read, which is noted as a fault; what cannot be read alone is noted and
    ///   passed over.
    private mutating func reading<Value>(
        _ reader: inout ArchiveReader, _ read: (inout ArchiveReader) async throws -> Value
    ) async throws -> Value? {
        while true {
            do {
                return try await patiently { try await read(&reader) }
            } catch StoreFailure.damaged(let sentence, _) {
                if reader.narrow() { continue }
                isWhole = false
                guard try await passOver(&reader, sentence) else { return nil }
            }
        }
    }

    /// - Returns: false when there is no going on.
    private mutating func passOver(_ reader: inout ArchiveReader, _ sentence: String) async throws -> Bool {
        let (kind, last) = (reader.kind, reader.key)
        do {
            let next = try await patiently { try await store.nextKey(of: kind, after: last) }
            guard let key = next else { return false }
            if kind == .history { patchy.insert(key.first) }
            faults.add("\(kind.unread(key)) cannot be read. \(sentence)", about: key.first)
            reader.skip(key)
            return true
        } catch StoreFailure.damaged {
            isCut = true
            let place = last.map { "behind '\($0.first)'" } ?? "from the first on"
            faults.add("The \(kind.noun) cannot be read \(place). \(sentence)")
            return false
        }
    }

    /// Lets a short outage pass.
    func patiently<Value>(_ ask: () async throws -> Value) async throws -> Value {
        try await retrying.run(ask) { ($0 as? StoreFailure)?.mayPass == true }
    }
}

extension ArchiveKind {
    /// The item that a fault is about, whose subject is the first part of its key.
    fileprivate func unread(_ key: ArchiveKey) -> String {
        switch self {
        case .operations, .descriptorSets: "It"
        case .history: "The line of its history with revision \(key.number)"
        case .tombstones: "Its tombstone"
        case .starts: "The start that is remembered there for the request id '\(key.second)'"
        case .policies: "Its policy"
        }
    }
}
