import HTTPTranscoding

/// A template as the paths that OpenAPI can write: there a parameter is one segment, and has a name.
///
/// `**` stands for any number of segments; the paths written are those that clients most often use.
struct PathExpansion {
    /// A parameter is named after the collection before it: `projects/{project}`.
    struct Path: Hashable {
        let text: String
        let parameters: [String]

        /// The literal segments and the verb, as letters and digits.
        var words: [String] {
            text.split { "/:".contains($0) }.filter { !$0.hasPrefix("{") }.map { word in
                word.filter { $0.isLetter || $0.isNumber }
            }
        }
    }

    private enum Piece {
        case literal(String)
        case parameter
    }

    static func paths(of template: HTTPTemplate) -> [Path] {
        var expansions: [[Piece]] = [[]]
        for (index, segment) in template.segments.enumerated() {
            let before = index > 0 ? template.segments[index - 1] : nil
            let next = template.segments.dropFirst(index + 1)
            let pieces = choices(for: segment, after: before, before: next)
            expansions = expansions.flatMap { start in pieces.map { start + $0 } }
        }
        return expansions.map { path(of: $0, verb: template.verb) }
    }

    private static func choices(
        for segment: HTTPTemplate.Segment, after before: HTTPTemplate.Segment?,
        before next: ArraySlice<HTTPTemplate.Segment>
    ) -> [[Piece]] {
        let project: [Piece] = [.literal("projects"), .parameter, .literal("locations"), .parameter]
        let operation: [Piece] = [.literal("operations"), .parameter]
        return switch segment {
        case .literal(let text): [[.literal(text)]]
        case .version: [[.literal("v1")]]
        case .any: [[.parameter]]
        case .rest where before == .literal("operations"): [next.isEmpty ? [.parameter] : []]
        // A list of the collection's name is a list, too.
        case .rest where next == [.literal("operations")]:
            [[], project, [.literal("operations")], project + [.literal("operations")]]
        case .rest where !next.isEmpty: [[], project]
        case .rest: [operation, project, project + operation]
        }
    }

    private static func path(of pieces: [Piece], verb: String?) -> Path {
        var text = ""
        var parameters: [String] = []
        var collection = "value"
        for piece in pieces {
            switch piece {
            case .literal(let literal):
                text += "/\(literal)"
                collection = literal
            case .parameter:
                let name = unique(singular(collection), among: parameters)
                text += "/{\(name)}"
                parameters.append(name)
            }
        }
        return Path(text: text + (verb.map { ":\($0)" } ?? ""), parameters: parameters)
    }

    private static func singular(_ collection: String) -> String {
        let word = String(collection.filter { $0.isLetter || $0.isNumber || $0 == "_" })
        return word.hasSuffix("s") && word.count > 1 ? String(word.dropLast()) : word.isEmpty ? "value" : word
    }

    private static func unique(_ name: String, among names: [String]) -> String {
        guard names.contains(name) else { return name }
        return (2...(names.count + 2)).map { "\(name)\($0)" }.first { !names.contains($0) } ?? name
    }
}
