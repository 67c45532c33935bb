import NetworkDoor

/// What server reflection is asked, and what it answers: the same for both versions of its protocol.
enum ReflectionQuestion {
    case file(name: String)
    case symbol(String)
    case extensionOf(type: String, number: Int32)
    case extensionNumbers(ofType: String)
    case services
    case nothing
}

enum ReflectionAnswer {
    case files([[UInt8]])
    case extensionNumbers(ofType: String, [Int32])
    case services([String])
    case failure(code: GRPCStatusCode, message: String)

    init(_ question: ReflectionQuestion, from index: DescriptorIndex) {
        switch question {
        case .file(let name):
            self = Self.files(index.closure(ofFile: name), asked: "file '\(name)'")
        case .symbol(let symbol):
            self = Self.files(
                index.file(ofSymbol: symbol).flatMap(index.closure(ofFile:)), asked: "symbol '\(symbol)'")
        case .extensionOf(let type, let number):
            self = Self.files(
                index.file(ofExtension: number, of: type).flatMap(index.closure(ofFile:)),
                asked: "extension \(number) of '\(type)'")
        case .extensionNumbers(let type):
            self =
                index.extensionNumbers(of: type).map { .extensionNumbers(ofType: type, $0) }
                ?? .failure(code: .notFound, message: "There is no type '\(type)' here.")
        case .services:
            self = .services(index.services)
        case .nothing:
            self = .failure(code: .invalidArgument, message: "The request asks for nothing; set one of its fields.")
        }
    }

    private static func files(_ files: [[UInt8]]?, asked: String) -> ReflectionAnswer {
        files.map(ReflectionAnswer.files) ?? .failure(code: .notFound, message: "There is no \(asked) here.")
    }
}
