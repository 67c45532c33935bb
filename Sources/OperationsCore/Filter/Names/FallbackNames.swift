/// Names under which other services show what every record has: the metadata counts where it has the name, else the
/// record.
enum FallbackNames {
    static func field(for name: String) -> RecordField? {
        switch NameSpelling.snakeCase(name) {
        case "complete_time", "done_time": .endTime
        case "requested_cancellation": .cancelRequested
        case "status": .state
        default: nil
        }
    }
}
