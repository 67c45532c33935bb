public import OperationsCore

/// Reads all that a store holds, and finds out whether it is as it must be.
///
/// ```swift
/// let report = try await StoreCheck.run(on: store)
/// for fault in report.faults { print(fault.subject, fault.sentence) }
/// ```
///
/// A shared store may be in use meanwhile: what looks wrong is looked at once more. A few pages are in memory at a time.
public struct StoreCheck {
    let store: any ArchivableStore
    private let bounds: ArchivePage.Bounds
    private let progress: MaintenanceReport
    var faults = FaultList()
    private var digest = StoreDigest()
    /// False when something could not be read.
    private var isWhole = true
    /// The operations of whose history a line could not be read.
    private var patchy: Set<String> = []
    /// True when the rest of a kind could not be read.
    private var isCut = false

    private init(_ store: any ArchivableStore, _ bounds: ArchivePage.Bounds, _ progress: @escaping MaintenanceReport) {
        self.store = store
        self.bounds = bounds
        self.progress = progress
    }

    /// - Throws: ``MaintenanceError/incomplete``, or ``StoreFailure`` when the store is out of reach.
    public static func run(
        on store: any ArchivableStore, within bounds: ArchivePage.Bounds = ArchivePage.Bounds(),
        report: @escaping MaintenanceReport = { _ in }
    ) async throws -> StoreCheckReport {
        guard try await !store.isIncomplete() else { throw MaintenanceError.incomplete }
        var check = StoreCheck(store, bounds, report)
        return try await check.run()
    }

    private mutating func run() async throws -> StoreCheckReport {
        let position = try await store.lastPosition()
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
        let isUnchanged = try await store.lastPosition() == position
        if isUnchanged, isWhole { checkPlaces(places) }
        for sentence in try await store.structuralFaults() { faults.add(sentence) }
        let secret = try await store.secret()
        if secret.count != StoreContents.secretSize {
            faults.add("The secret is missing, with which page tokens are sealed.")
        }
        let contents = digest.contents(secret: secret)
        return StoreCheckReport(
            schema: try await store.schemaVersions(), counts: contents.counts,
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
        while case let page = try await store.feedPlaces(after: last, limit: bounds.count), !page.isEmpty {
            for place in page {
                if place.position <= last { faults.add("It shares its place in the feed.", about: place.name.text) }
                last = max(last, place.position)
            }
            count += page.count
        }
        if try await store.lastPosition() < last {
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
                return try await read(&reader)
            } catch let failure as StoreFailure {
                if reader.narrow() { continue }
                isWhole = false
                guard try await passOver(&reader, failure) else { return nil }
            }
        }
    }

    /// - Returns: false when there is no going on.
    private mutating func passOver(_ reader: inout ArchiveReader, _ failure: StoreFailure) async throws -> Bool {
        do {
            guard let key = try await store.nextKey(of: reader.kind, after: reader.key) else { return false }
            if reader.kind == .history { patchy.insert(key.first) }
            faults.add("\(reader.kind.unread(key)) cannot be read. \(failure.sentence)", about: key.first)
            reader.skip(key)
            return true
        } catch is StoreFailure {
            isCut = true
            let place = reader.key.map { "behind '\($0.first)'" } ?? "from the first on"
            faults.add("The \(reader.kind.noun) cannot be read \(place). \(failure.sentence)")
            return false
        }
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
