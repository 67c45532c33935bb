import Foundation

/// One line on standard error that says what goes on, when somebody looks.
enum Progress {
    static func show(_ text: String) {
        guard isatty(2) == 1 else { return }
        FileHandle.standardError.write(Data("\r\u{1B}[K\(text)".utf8))
    }

    static func clear() {
        show("")
    }
}
