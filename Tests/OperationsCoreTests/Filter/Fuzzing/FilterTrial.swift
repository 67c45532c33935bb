#if canImport(OperationsCore)
// The fuzzer builds this file into the module itself.
@testable import OperationsCore
#endif

/// What is tried with each text that a fuzzer thinks of: nothing may crash, hang or contradict itself.
enum FilterTrial {
    static func run(_ bytes: some Sequence<UInt8>) {
        let bytes = Array(bytes)
        let text = String(decoding: bytes, as: UTF8.self)
        _ = try? JSONParser.parse(bytes)
        checkRoundTrip(text)
        guard let filter = try? Filter(text, now: now) else { return }
        let records = filter.records(reading: Payloads())
        for record in samples where records.keeps(record) {
            check(records.mayKeep(record), "A record was given up before its payloads were read.")
            check(
                filter.bounds.states?.contains(record.state) ?? true, "The bounds exclude what the filter keeps.")
        }
    }

    private static func checkRoundTrip(_ text: String) {
        guard let expression = try? FilterParser.parse(text) else { return }
        let printed = FilterPrinter.text(expression)
        // Printing adds spaces and quotes, so that the longest texts have no room for it.
        guard printed.utf8.count <= FilterLimits.bytes else { return }
        check((try? FilterParser.parse(printed)) == expression, "Printing changed the filter: \(printed)")
    }

    /// Ends the process also where optimisation has dropped the texts of preconditions.
    private static func check(_ holds: Bool, _ message: @autoclosure () -> String) {
        guard !holds else { return }
        print(message())
        fatalError()
    }

    private static let samples: [OperationRecord] = {
        OperationState.allCases.map { state in
            var record = OperationRecord(
                name: OperationName(stored: "projects/p/operations/a"), queue: "default", createTime: now,
                timeToLive: .seconds(60))
            record.state = state
            record.labels = ["env": "prod", "a.b": "x"]
            record.metadata = .json(typeURL: "t/M", text: #"{"a": [1, {"b": "c"}], "t": "2026-01-01T00:00:00Z"}"#)
            if state == .failed { record.result = .error(Status(code: .aborted, message: "m")) }
            if state == .succeeded { record.result = .response(.json(typeURL: "t/R", text: "{}")) }
            if state.isFinished { record.endTime = now }
            return record
        }
    }()

    private static let now = Timestamp(microseconds: 1_772_323_200_000_000)

    private struct Payloads: PayloadReader {
        func view(of payload: Payload) -> PayloadView {
            guard case .json(let typeURL, let text) = payload else {
                return PayloadView(typeURL: payload.typeURL, body: nil)
            }
            return PayloadView(typeURL: typeURL, body: try? JSONParser.parse(text.utf8))
        }

        func conventionalMetadata(of record: OperationRecord) -> PayloadView {
            PayloadView(typeURL: "t/S", body: .object([:]), isUnderValue: true)
        }
    }
}
