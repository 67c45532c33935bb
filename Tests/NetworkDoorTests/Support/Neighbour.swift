import Testing

@testable import NetworkDoor

/// Well-behaved clients, who must not notice what others do.
final class Neighbour {
    private let client: HTTP2Client
    private let connection: TestConnection
    private var stream = 1

    init(_ door: TestDoor) throws {
        client = try HTTP2Client(door)
        connection = try door.connect()
        try expectWell()
    }

    func expectWell(sourceLocation: SourceLocation = #_sourceLocation) throws {
        try client.call(stream, "Now")
        #expect(try client.answer(stream).grpcStatus == 0, "a neighbour was hurt", sourceLocation: sourceLocation)
        stream += 2
        connection.get("/large?1")
        #expect(connection.answers().map(\.text) == ["a"], "a neighbour was hurt", sourceLocation: sourceLocation)
    }
}

/// Like ``withDoor(_:sourceLocation:_:)``, with neighbours before and after, and nothing held for anybody at the end.
func withNeighbour(
    _ change: (inout DoorLimits) -> Void = { _ in }, sourceLocation: SourceLocation = #_sourceLocation,
    _ test: (TestDoor) throws -> Void
) throws {
    try withDoor(change, sourceLocation: sourceLocation) { door in
        let neighbour = try Neighbour(door)
        try test(door)
        #expect(door.context.budget.heldBytes == 0, "bytes are still held", sourceLocation: sourceLocation)
        try neighbour.expectWell(sourceLocation: sourceLocation)
    }
}
