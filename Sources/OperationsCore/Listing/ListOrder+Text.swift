/// `order_by` (AIP-132).
extension ListOrder {
    /// Reads `create_time desc`, `endTime`, or nothing, which means by name.
    ///
    /// - Parameter field: the request's field that holds the text.
    public init(_ text: String, field: String = "order_by") throws(ServiceError) {
        guard text.utf8.count <= Self.longestText else {
            throw .invalid(field, "An order has at most \(Self.longestText) bytes.", reason: .invalidOrderBy)
        }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(Self.words)
        guard parts.count > 1 || parts.first?.isEmpty == false else {
            self = .byName
            return
        }
        var orders: [ListOrder] = []
        for words in parts { orders.append(try Self.order(words, field)) }
        guard let first = orders.first else {
            self = .byName
            return
        }
        if let second = orders.dropFirst().first { try first.check(tie: second, isLast: orders.count == 2, field) }
        self = first
    }

    private static func order(_ words: [Substring], _ field: String) throws(ServiceError) -> ListOrder {
        guard let name = words.first else {
            throw .invalid(field, "A field is expected before and after each comma.", reason: .invalidOrderBy)
        }
        guard let known = Field(rawValue: NameSpelling.snakeCase(String(name))) else {
            throw .invalid(
                field, "Lists are ordered by one of \(offered), not by '\(name.echoed)'.", reason: .invalidOrderBy)
        }
        switch words.dropFirst() {
        case [], ["asc"]: return ListOrder(field: known)
        case ["desc"]: return ListOrder(field: known, isDescending: true)
        default:
            throw .invalid(
                field, "Behind the field '\(name.echoed)' only 'desc' may stand, or a comma.", reason: .invalidOrderBy)
        }
    }

    /// The only tie there is to break is broken by name already.
    private func check(tie: ListOrder, isLast: Bool, _ field: String) throws(ServiceError) {
        let expected = ListOrder(field: .name, isDescending: isDescending)
        guard self.field != .name, isLast, tie == expected else {
            let direction = isDescending ? "name desc" : "name"
            throw .invalid(
                field,
                "Order by one of \(Self.offered); operations that are equal in it stand by name in the same direction, "
                    + "so that behind it only '\(direction)' may follow.", reason: .invalidOrderBy)
        }
    }

    private static func words(_ part: Substring) -> [Substring] {
        part.split { $0 == " " || $0 == "\t" }
    }

    private static let longestText = 256

    private static let offered = Field.allCases.map(\.rawValue).joined(separator: ", ")
}
