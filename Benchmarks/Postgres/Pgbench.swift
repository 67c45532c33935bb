import Foundation

/// PostgreSQL's own load generator.
struct Pgbench {
    let site: PostgresSite
    let schema: String

    /// Runs a script, each client so many times.
    ///
    /// - Returns: scripts a second, without the time that connecting took.
    func rate(of script: String, clients: Int, runs: Int) async throws -> Double {
        try await withTemporaryFolder { folder in
            let file = folder + "/script.sql"
            try script.write(toFile: file, atomically: true, encoding: .utf8)
            let output = try run([
                "-n", "-M", "prepared", "-c", "\(clients)", "-j", "2", "-t", "\(runs)", "-D", "n=0", "-f", file,
                site.uri,
            ])
            let line = output.split(separator: "\n").first { $0.hasPrefix("tps = ") }
            guard let number = line?.split(separator: " ").dropFirst(2).first, let rate = Double(number) else {
                throw BenchmarkFault("pgbench said: \(output)")
            }
            return rate
        }
    }

    private func run(_ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["pgbench"] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(["PGOPTIONS": "-csearch_path=\(schema)"]) {
            $1
        }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw BenchmarkFault("pgbench failed: \(output)") }
        return output
    }
}
