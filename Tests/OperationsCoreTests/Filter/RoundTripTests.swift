import OperationsTestKit
import Testing

@testable import OperationsCore

/// Printing an expression and reading it again gives the same expression.
@Suite struct RoundTripTests {
    @Test func printingAndReadingIsTheIdentity() throws {
        for seed in UInt64(1)...2_000 {
            var random = SeededGenerator(seed: seed)
            let expression = RandomExpression.expression(depth: 4, &random)
            let text = FilterPrinter.text(expression)
            let read = try? FilterParser.parse(text)
            #expect(read == expression, "seed \(seed): \(text)")
        }
    }
}

/// Expressions of every shape, with names and values that are hard to write.
enum RandomExpression {
    static func expression(depth: Int, _ random: inout SeededGenerator) -> FilterExpression {
        switch Int.random(in: 0..<(depth == 0 ? 3 : 7), using: &random) {
        case 0, 1: .restriction(restriction(&random))
        case 2: .search(FilterLiteral(text(&random), isQuoted: true))
        case 3: .not(expression(depth: depth - 1, &random))
        case 4: .all(of: parts(depth: depth - 1, &random))
        case 5: .any(of: parts(depth: depth - 1, &random))
        default: .call(call(depth: depth, &random))
        }
    }

    private static func parts(depth: Int, _ random: inout SeededGenerator) -> [FilterExpression] {
        (0..<Int.random(in: 2...4, using: &random)).map { _ in expression(depth: depth, &random) }
    }

    private static func restriction(_ random: inout SeededGenerator) -> FilterRestriction {
        FilterRestriction(
            path: (0..<Int.random(in: 1...3, using: &random)).map { _ in text(&random) },
            comparator: FilterComparator.allCases.randomElement(using: &random) ?? .equal,
            argument: argument(depth: 2, &random))
    }

    private static func argument(depth: Int, _ random: inout SeededGenerator) -> FilterArgument {
        switch Int.random(in: 0..<(depth == 0 ? 2 : 3), using: &random) {
        case 0: .literal(FilterLiteral(text(&random), isQuoted: true))
        case 1: .literal(FilterLiteral(bare.randomElement(using: &random) ?? "a", isQuoted: false))
        default: .call(call(depth: depth, &random))
        }
    }

    private static func call(depth: Int, _ random: inout SeededGenerator) -> FilterCall {
        FilterCall(
            name: ["f", "ago", "is_v2"].randomElement(using: &random) ?? "f",
            arguments: (0..<Int.random(in: 0...2, using: &random)).map { _ in
                argument(depth: max(depth - 1, 0), &random)
            })
    }

    private static let bare = ["a", "-5", "1.5e3", "*", "a*", "2022-08-07T10:00:00+02:00", "a/(b)/c", "a.b", "{}", "ü"]
    private static let scalars = Array("ab.@_-*()\"'\\ \t\n:=<>!,ANDORT5ü€😀\u{1}".unicodeScalars)
    private static let names = ["AND", "OR", "NOT", "", "a", "@type", "key with space", "-x", "!x", "ümlaut"]

    private static func text(_ random: inout SeededGenerator) -> String {
        if Bool.random(using: &random) { return names.randomElement(using: &random) ?? "a" }
        var text = ""
        for _ in 0..<Int.random(in: 0...8, using: &random) {
            if let scalar = scalars.randomElement(using: &random) { text.unicodeScalars.append(scalar) }
        }
        return text
    }
}
