import Testing

@testable import NetworkDoor

@Suite struct HTTP2FlowTests {
    private let largest = [UInt8](repeating: 0x61, count: 16_384)

    @Test func aStreamIsGivenRoomAsItsHandlerReads() throws {
        try withDoor { door in
            let peer = try HTTP2Client(door)
            try peer.open(1, "Waits")
            let message = HTTP2Client.message(Array(largest.dropLast(5)))
            for _ in 0..<16 { peer.data(1, message) }
            #expect(try windows(peer, 1) == [])
            door.kinds.gate.open()
            door.settle()
            #expect(door.kinds.read == 16)
            #expect(try windows(peer, 1).reduce(0, +) >= 192 * 1_024)
        }
    }

    /// A message larger than the window would never become whole otherwise.
    @Test func aMessageLargerThanTheWindowArrives() throws {
        try withDoor { door in
            let peer = try HTTP2Client(door)
            door.kinds.gate.open()
            try peer.open(1, "Waits")
            let message = HTTP2Client.message([UInt8](repeating: 1, count: 1_000_000))
            try upload(peer, 1, message)
            #expect(door.kinds.read == 1)
            #expect(door.context.budget.heldBytes == 0)
        }
    }

    @Test func theConnectionIsGivenRoomForWhatWasTaken() throws {
        try withDoor { door in
            let peer = try HTTP2Client(door)
            var stream = 1
            for _ in 0..<10 {
                try peer.post(stream, "/now", [], ends: false)
                for _ in 0..<16 { peer.data(stream, largest) }
                peer.data(stream, [], ends: true)
                stream += 2
            }
            #expect(try windows(peer, 0).reduce(0, +) >= 2_621_440)
            #expect(try peer.farewells().isEmpty)
        }
    }

    /// Bytes of refused requests are thrown away; they count in the connection's window all the same.
    @Test func refusedRequestsDoNotUseTheConnectionUp() throws {
        try withDoor { door in
            let peer = try HTTP2Client(door)
            for call in 0..<40 {
                try peer.open(call * 2 + 1, "Unknown")
                for _ in 0..<15 { peer.data(call * 2 + 1, largest) }
            }
            #expect(try peer.farewells().isEmpty)
            let used = 40 * 15 * 16_384
            #expect(try windows(peer, 0).reduce(0, +) + 65_535 >= used)
            try peer.call(1_001, "Now")
            #expect(try peer.answer(1_001).isEnded)
        }
    }

    @Test func paddingIsGivenBack() throws {
        try withDoor { door in
            let peer = try HTTP2Client(door)
            try peer.open(1, "Waits")
            for _ in 0..<1_000 {
                peer.send(
                    Frame(.data, flags: Frame.padded, stream: 1, payload: [255, 0] + [UInt8](repeating: 0, count: 255)))
            }
            #expect(try windows(peer, 1).reduce(0, +) >= 192 * 1_024)
            #expect(try peer.answer(1).resetCode == nil)
        }
    }

    @Test func anAnswerWaitsForTheWindowOfItsStream() throws {
        try withDoor { door in
            let peer = try HTTP2Client(door, settings: [(4, 10)])
            try peer.get(1, "/large?25")
            #expect(try peer.answer(1).body.count == 10)
            try peer.get(3, "/large?5")
            #expect(try peer.answer(3).isEnded)
            peer.send(.windowUpdate(1, 10))
            #expect(try peer.answer(1).body.count == 20)
            peer.send(.windowUpdate(1, 10))
            #expect(try peer.answer(1).isEnded)
        }
    }

    @Test func answersShareTheWindowOfTheConnection() throws {
        try withDoor { door in
            let peer = try HTTP2Client(door, settings: [(4, 1_000_000)])
            try peer.get(1, "/large?60000")
            try peer.get(3, "/large?60000")
            #expect(try peer.answer(1).body.count + peer.answer(3).body.count == 65_535)
            peer.send(.windowUpdate(0, 1_000_000))
            #expect(try peer.answer(1).isEnded && peer.answer(3).isEnded)
        }
    }

    @Test func aWindowThatShrinksStopsAnAnswer() throws {
        try withDoor { door in
            let peer = try HTTP2Client(door, settings: [(4, 100)])
            try peer.get(1, "/large?1000")
            peer.send(.settings([(4, 0)]))
            peer.send(.windowUpdate(1, 150))
            #expect(try peer.answer(1).body.count == 150)
            peer.send(.settings([(4, 1_000)]))
            #expect(try peer.answer(1).isEnded)
        }
    }

    @Test func aStreamedAnswerWaitsForItsPeer() throws {
        try withDoor { door in
            let peer = try HTTP2Client(door, settings: [(4, 0)])
            try peer.get(1, "/parts")
            #expect(door.kinds.written == 4)
            peer.send(.windowUpdate(1, EveryKind.part))
            #expect(door.kinds.written == 5)
            #expect(try peer.answer(1).body.count == EveryKind.part)
            peer.send(.reset(1, 8))
            #expect(door.kinds.running == 0)
        }
    }

    /// Sends as fast as the windows allow.
    private func upload(_ peer: HTTP2Client, _ stream: Int, _ bytes: [UInt8]) throws {
        var rest = bytes[...]
        var used = 0
        while !rest.isEmpty {
            let room = try 256 * 1_024 + windows(peer, stream).reduce(0, +) - used
            let piece = rest.prefix(min(room, 16_384))
            try #require(!piece.isEmpty)
            peer.data(stream, Array(piece))
            used += piece.count
            rest = rest.dropFirst(piece.count)
        }
    }

    private func windows(_ peer: HTTP2Client, _ stream: Int) throws -> [Int] {
        try peer.frames(.windowUpdate).filter { $0.stream == stream }.map { $0.number(at: 0) }
    }
}
