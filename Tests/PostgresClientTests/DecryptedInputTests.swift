import Testing

@testable import PostgresClient

struct DecryptedInputTests {
    @Test func aPlainConnectionIsReadFromWhenItsSocketSaysSo() {
        var input = DecryptedInput(isEncrypted: false)
        #expect(input.wait(upTo: -1) == -1 && input.wait(upTo: 5_000) == 5_000)
        let (read, readToo) = (
            input.callsForReading(socketIsReadable: false), input.callsForReading(socketIsReadable: true)
        )
        #expect(!read && readToo)
    }

    @Test func anEncryptedOneIsReadFromSomeMoreTimesBeforeAnybodyWaits() {
        var input = DecryptedInput(isEncrypted: true)
        for _ in 0..<3 {
            // Two reads that do not wait, after each time when the socket had something.
            for _ in 0..<2 {
                #expect(input.wait(upTo: 5_000) == 0)
                let reads = input.callsForReading(socketIsReadable: false)
                #expect(reads)
            }
            #expect(input.wait(upTo: 5_000) == 100 && input.wait(upTo: -1) == 100 && input.wait(upTo: 7) == 7)
            let (idle, ready) = (
                input.callsForReading(socketIsReadable: false), input.callsForReading(socketIsReadable: true)
            )
            #expect(idle && ready)
        }
    }
}
