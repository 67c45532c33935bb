#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif
import ArgumentParser
import OperationsWorker

/// The program that `work` and `exec` run: all that stands behind `--`.
struct CommandArgument: ParsableArguments {
    @Argument(parsing: .postTerminator, help: ArgumentHelp("The program and its arguments.", valueName: "command"))
    var words: [String] = []

    func validate() throws {
        guard let program = words.first else {
            throw ValidationError("Write the command to run behind '--', as in '-- ./convert.sh --fast'.")
        }
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
        guard CommandSearch.canRun(program, path: path) else {
            throw ValidationError("The command '\(program)' was not found, or may not be run.")
        }
    }
}
