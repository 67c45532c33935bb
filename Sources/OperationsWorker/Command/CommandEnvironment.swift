import OperationsAPI

/// The variables by which a command learns what it works on, beside those of the worker itself.
enum CommandEnvironment {
    /// `LONGRUN_OPERATION` (the name), `LONGRUN_ATTEMPT` (from 1), `LONGRUN_QUEUE`, `LONGRUN_PROGRESS_FD` (3), and
    /// `LONGRUN_LABEL_X` for each label `x`: in capitals, with `_` for all but letters and digits.
    static func variables(for lease: Longrun_V1_Lease) -> [String: String] {
        var variables = [
            "LONGRUN_OPERATION": lease.name,
            "LONGRUN_ATTEMPT": String(lease.attempt),
            "LONGRUN_QUEUE": lease.queue,
            "LONGRUN_PROGRESS_FD": "3",
        ]
        // In order of the keys, so that of two that are spelled alike always the same one wins.
        for (key, value) in lease.labels.sorted(by: { $0.key < $1.key }) {
            variables["LONGRUN_LABEL_" + spelled(key)] = value
        }
        return variables
    }

    private static func spelled(_ key: String) -> String {
        String(key.uppercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    }
}
