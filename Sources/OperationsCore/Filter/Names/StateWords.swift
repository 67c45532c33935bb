/// The words for states.
enum StateWords {
    /// What a word says: one of these states, and whether a cancellation must have been requested.
    struct Meaning: Hashable {
        var states: Set<OperationState>
        var isCancelling = false
    }

    /// The record's own words, and the two that sum them up. In upper case alone, as AIP-160 has it for enums.
    static func meaning(of word: String) -> Meaning? {
        switch word {
        case "CANCELLING": Meaning(states: [.running], isCancelling: true)
        case "ACTIVE": Meaning(states: active)
        case "DONE": Meaning(states: finished)
        default: OperationState(rawValue: word).map { Meaning(states: [$0]) }
        }
    }

    /// The words that other services have for `status`, in upper or lower case.
    static func foreignMeaning(of word: String) -> Meaning? {
        switch word.uppercased() {
        case "IN_PROGRESS": Meaning(states: active)
        case "NON_ACTIVE": Meaning(states: finished)
        case "SUCCESS", "SUCCESSFUL": Meaning(states: [.succeeded])
        case "FAILURE": Meaning(states: [.failed])
        case "CANCELED": Meaning(states: [.cancelled])
        case let upper: meaning(of: upper)
        }
    }

    static let finished = Set(OperationState.allCases.filter(\.isFinished))
    static let active = Set(OperationState.allCases.filter { !$0.isFinished })
    static let list = "PENDING, RUNNING, CANCELLING, SUCCEEDED, FAILED, CANCELLED, ACTIVE or DONE"
}
