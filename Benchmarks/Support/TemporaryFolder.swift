import Foundation

/// A folder of its own for one measurement.
///
/// It stands in the working directory, because `/tmp` is memory on many machines and an fsync there costs nothing.
func withTemporaryFolder<Value>(_ body: (String) async throws -> Value) async throws -> Value {
    let base = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
    let folder = base.appendingPathComponent(".build-bench-data-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder.path)
}
