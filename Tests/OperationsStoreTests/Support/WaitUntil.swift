/// Asks again until `condition` holds, for at most ten seconds.
func waitUntil(_ condition: () throws -> Bool) async throws {
    for _ in 0..<1_000 {
        if try condition() { return }
        try await Task.sleep(for: .milliseconds(10))
    }
}
