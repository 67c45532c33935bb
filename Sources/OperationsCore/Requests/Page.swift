/// One page of an answer, and the token of the next; empty when this is the last (AIP-158).
public struct Page<Item: Sendable>: Sendable {
    public var items: [Item]
    public var nextPageToken: String

    public init(items: [Item], nextPageToken: String) {
        self.items = items
        self.nextPageToken = nextPageToken
    }
}
