/// One step of the schema. Never edit one that was released; add another.
struct Migration: Sendable {
    /// 1, 2, 3, …
    let version: Int
    /// The version of the oldest program that can go on working once this step is done, so that nodes of two versions
    /// work side by side while they are replaced one by one.
    let needs: Int
    let sql: @Sendable () -> String
}

extension Migration {
    /// All steps, the oldest first. The last one's version is the program's.
    static let all = [Migration(version: 1, needs: 1) { Migration001.sql }]

    static let programVersion = all.map(\.version).max() ?? 0
}

/// What a program does about the schema that it finds.
enum SchemaVerdict: Hashable {
    /// It has all it needs, perhaps more.
    case isReady
    /// These steps are missing, the oldest first.
    case lacks([Int])
    /// Steps were made with which this program cannot work.
    case isTooNew

    /// - Parameters:
    ///   - applied: the steps that were made, each with the program that it needs.
    ///   - program: the version that this program knows.
    init(applied: [(version: Int, needs: Int)], program: Int = Migration.programVersion) {
        if applied.contains(where: { $0.needs > program }) {
            self = .isTooNew
            return
        }
        let done = Set(applied.map(\.version))
        let missing = (1...max(program, 1)).filter { !done.contains($0) && $0 <= program }
        self = missing.isEmpty ? .isReady : .lacks(missing)
    }
}
