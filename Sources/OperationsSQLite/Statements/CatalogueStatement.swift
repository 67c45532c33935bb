/// A statement whose text is known before the store opens, so that its plan can be tested and it is prepared once.
protocol CatalogueStatement: CaseIterable, Hashable, Sendable {
    var sql: String { get }
}
