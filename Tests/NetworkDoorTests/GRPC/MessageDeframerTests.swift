import NIOCore
import Testing

@testable import NetworkDoor

@Suite struct MessageDeframerTests {
    typealias Message = MessageDeframer.Message

    @Test(arguments: SeededRandom.seeds)
    func theCutDoesNotMatter(seed: UInt64) throws {
        var random = SeededRandom(seed)
        let messages = someMessages(&random)
        var deframer = MessageDeframer(maxMessageBytes: 4096)
        var received: [Message] = []
        for piece in random.cut(stream(of: messages), longest: [1, 7, 100, 9000].randomElement(using: &random) ?? 1) {
            deframer.append(piece)
            // Now and then take nothing or less than there is, as a door that waits for its reader.
            for _ in 0..<random.number(0...3) {
                if let message = try deframer.next() { received.append(message) }
            }
        }
        while let message = try deframer.next() { received.append(message) }
        #expect(received == messages)
        #expect(deframer.heldBytes == 0)
        try deframer.finish()
    }

    @Test(arguments: SeededRandom.seeds)
    func faultsDoNotDependOnTheCut(seed: UInt64) {
        var random = SeededRandom(seed)
        var bytes = stream(of: someMessages(&random))
        for _ in 0..<3 {
            bytes.setInteger(UInt8(random.number(0...255)), at: random.number(0...bytes.readableBytes - 1))
        }
        let whole = outcome([bytes])
        #expect(outcome(random.cut(bytes, longest: 1)) == whole)
        #expect(outcome(random.cut(bytes, longest: 50)) == whole)
    }

    @Test func knowsAnUnfitMessageByItsPrefix() throws {
        var deframer = MessageDeframer(maxMessageBytes: 10)
        deframer.append(ByteBuffer(bytes: [0, 0, 0, 0]))
        #expect(try deframer.next() == nil)
        deframer.append(ByteBuffer(bytes: [11]))
        #expect(throws: MessageDeframer.Fault.tooLarge(11)) { try deframer.next() }
        #expect(throws: MessageDeframer.Fault.tooLarge(11)) { try deframer.next() }

        var largest = MessageDeframer(maxMessageBytes: 10)
        largest.append(ByteBuffer(bytes: [0xFF, 0xFF, 0xFF, 0xFF, 0xFF]))
        #expect(throws: MessageDeframer.Fault.badFlag(0xFF)) { try largest.next() }
        largest = MessageDeframer(maxMessageBytes: 10)
        largest.append(ByteBuffer(bytes: [1, 0xFF, 0xFF, 0xFF, 0xFF]))
        #expect(throws: MessageDeframer.Fault.tooLarge(0xFFFF_FFFF)) { try largest.next() }
    }

    @Test func takesMessagesUpToTheLimit() throws {
        let message = Message(isCompressed: true, bytes: ByteBuffer(repeating: 7, count: 10))
        var deframer = MessageDeframer(maxMessageBytes: 10)
        deframer.append(stream(of: [message]))
        #expect(try deframer.next() == message)
        #expect(try deframer.next() == nil)
    }

    @Test(arguments: 1...7)
    func noticesATruncatedStream(length: Int) throws {
        let whole = stream(of: [Message(isCompressed: false, bytes: ByteBuffer(repeating: 7, count: 3))])
        var deframer = MessageDeframer(maxMessageBytes: 10)
        deframer.append(try #require(whole.getSlice(at: 0, length: length)))
        #expect(try deframer.next() == nil)
        #expect(deframer.heldBytes == length)
        #expect(throws: MessageDeframer.Fault.truncated) { try deframer.finish() }
    }

    @Test func slicesWhatComesWhole() throws {
        let piece = stream(of: [Message(isCompressed: false, bytes: ByteBuffer(repeating: 7, count: 100))])
        var deframer = MessageDeframer(maxMessageBytes: 100)
        deframer.append(piece)
        let message = try #require(try deframer.next())
        #expect(address(message.bytes) == address(piece).map { $0 + MessageFraming.prefixBytes })
    }

    @Test(arguments: 0...7)
    func keepsNoPieceAliveForItsTail(tail: Int) throws {
        let message = Message(isCompressed: false, bytes: ByteBuffer(repeating: 7, count: 1000))
        var piece = stream(of: [message, message])
        piece.moveWriterIndex(to: piece.writerIndex - 1005 + tail)
        let before = address(piece)
        var deframer = MessageDeframer(maxMessageBytes: 1000)
        deframer.append(piece)
        while try deframer.next() != nil {}
        // To write to a buffer that is still held elsewhere would give it a new address.
        piece.setInteger(UInt8(0), at: 0)
        #expect(address(piece) == before)
        #expect(deframer.heldBytes == tail)
    }

    @Test func gathersALargeMessageByteByByte() throws {
        var random = SeededRandom(1)
        let message = Message(isCompressed: false, bytes: ByteBuffer(bytes: random.bytes(100_000)))
        var deframer = MessageDeframer(maxMessageBytes: 100_000)
        let pieces = random.cut(stream(of: [message]), longest: 1)
        for piece in pieces.dropLast() {
            deframer.append(piece)
            #expect(try deframer.next() == nil)
        }
        deframer.append(try #require(pieces.last))
        let received = try #require(try deframer.next())
        #expect(received == message)
        #expect(received.bytes.storageCapacity <= 1 << 18)
    }

    @Test func framesAndPrefixes() {
        let frame = MessageFraming.frame(ByteBuffer(bytes: [9, 8]), isCompressed: true)
        #expect(Array(frame.readableBytesView) == [1, 0, 0, 0, 2, 9, 8])
        var prefix = ByteBuffer()
        MessageFraming.writePrefix(compressed: false, length: 0x0102_0304, into: &prefix)
        #expect(Array(prefix.readableBytesView) == [0, 1, 2, 3, 4])
    }

    private func someMessages(_ random: inout SeededRandom) -> [Message] {
        (0..<random.number(1...30)).map { _ in
            let length = random.number(0...([0, 3, 60, 4096].randomElement(using: &random) ?? 0))
            return Message(isCompressed: random.number(0...1) == 1, bytes: ByteBuffer(bytes: random.bytes(length)))
        }
    }

    private func stream(of messages: [Message]) -> ByteBuffer {
        var stream = ByteBuffer()
        for message in messages {
            stream.writeImmutableBuffer(MessageFraming.frame(message.bytes, isCompressed: message.isCompressed))
        }
        return stream
    }

    private struct Outcome: Equatable {
        var messages: [Message] = []
        var fault: MessageDeframer.Fault?
    }

    private func outcome(_ pieces: [ByteBuffer]) -> Outcome {
        var deframer = MessageDeframer(maxMessageBytes: 4096)
        var outcome = Outcome()
        do throws(MessageDeframer.Fault) {
            for piece in pieces {
                deframer.append(piece)
                while let message = try deframer.next() { outcome.messages.append(message) }
            }
            try deframer.finish()
        } catch {
            outcome.fault = error
        }
        return outcome
    }

    private func address(_ buffer: ByteBuffer) -> UnsafeRawPointer? {
        buffer.withUnsafeReadableBytes(\.baseAddress)
    }
}

@Suite struct ReadyFrameTests {
    /// A message that was written behind its prefix is sent as it stands.
    @Test(arguments: [0, 1, 300])
    func aReadyFrameIsNotCopied(_ size: Int) {
        let answer = GRPCAnswer(bytes: [UInt8](repeating: 7, count: size))
        #expect(answer.message.readableBytes == size)
        let frame = MessageFraming.frame(answer.message, isCompressed: false)
        #expect(frame == MessageFraming.frame(ByteBuffer(bytes: answer.message.readableBytesView), isCompressed: false))
        #expect(frame.storageCapacity == answer.message.storageCapacity)
    }

    /// What stands before a message by chance is no prefix of it.
    @Test func otherBytesBeforeAMessageAreLeftAlone() {
        var message = ByteBuffer(bytes: [0, 0, 0, 0, 9, 1, 2])
        message.moveReaderIndex(to: 5)
        let frame = MessageFraming.frame(message, isCompressed: false)
        #expect(Array(buffer: frame) == [0, 0, 0, 0, 2, 1, 2])
        #expect(
            Array(buffer: MessageFraming.frame(GRPCAnswer(bytes: [1]).message, isCompressed: true)) == [
                1, 0, 0, 0, 1, 1,
            ])
    }
}
