import HTTPTranscoding
import Testing

@Suite struct HTTPTemplateTests {
    @Test func segmentsVariablesAndVerbAreRead() throws {
        let template = try HTTPTemplate(
            "/v1/{name=projects/*/operations/**}/x/{options.size}:cancel", allowsInnerRest: true)
        #expect(
            template.segments == [
                .literal("v1"), .literal("projects"), .any, .literal("operations"), .rest, .literal("x"), .any,
            ])
        #expect(template.variables.map(\.field) == ["name", "options.size"])
        #expect(template.variables.map(\.segments) == [1..<5, 6..<7])
        #expect(template.verb == "cancel")
    }

    @Test(arguments: [
        ("v1/operations", "slash"), ("", "slash"), ("/", "empty"), ("/v1//x", "empty"), ("/v1/{name", "no end"),
        ("/v1/{name=a/{b}}", "no other variable"), ("/v1/{a}/{a}", "twice"), ("/v1/{9a}", "field"),
        ("/v1/{}", "field"), ("/v1/{a.}", "field"), ("/**/a/**", "once"), ("/v1/{a=**/b}", "follows"),
        ("/v1/**/b", "follows"), ("/v1/x:", "empty"), ("/v1/x:a:b", "before"),
        ("/v1/x:cancel/y", "before"), ("/v1/a b", "letters"), ("/v1/{name=*}*", "before"), ("/v1/***", "before"),
        ("/v1/*a", "before"), ("/v1/{name=}", "empty"), ("/v1/a}", "before"), ("/v1/%41", "letters"),
    ])
    func whatIsNoTemplateIsRefusedWithItsReason(_ text: String, _ word: String) {
        do throws(HTTPTemplateFault) {
            _ = try HTTPTemplate(text)
            Issue.record("\(text) was taken")
        } catch {
            #expect(error.problem.contains(word), "\(error)")
        }
    }

    @Test(arguments: [
        ("/v1/{name=**}/operations", "/v1/operations", ["name": ""]),
        ("/v1/{name=**}/operations", "/v1/a/b/operations", ["name": "a/b"]),
        ("/v1/{name=**/operations/*}", "/v1/operations/operations/x", ["name": "operations/operations/x"]),
        ("/v1/{name=operations/**}", "/v1/operations/a/b", ["name": "operations/a/b"]),
        ("/v1/{a}/x/{b=**}/{c=y/*}", "/v1/1/x/2/3/y/4", ["a": "1", "b": "2/3", "c": "y/4"]),
        ("/v1/{name=**}:getIamPolicy", "/v1/projects/p", ["name": "projects/p"]),
    ])
    func variablesTakeTheirSegments(_ text: String, _ path: String, _ values: [String: String]) throws {
        let found = try HTTPTemplate(text, allowsInnerRest: true).values(in: RequestPath(path[...]).segments)
        #expect(Dictionary(uniqueKeysWithValues: found.map { ($0.field, $0.value) }) == values)
    }

    @Test(arguments: 0..<6)
    func aPathThatDoesNotMatchIsNoTrap(_ count: Int) throws {
        let template = try HTTPTemplate("/v1/{a=x/*/**}/y/{b}", allowsInnerRest: true)
        #expect(template.values(in: Array(repeating: "z", count: count)).map(\.field) == ["a", "b"])
    }

    @Test(arguments: ["v1", "v2", "v10", "v1beta1", "v1alpha", "v2alpha3", "v1p1beta1"])
    func versions(_ text: String) { #expect(VersionPrefix.isOne(text[...])) }

    @Test(arguments: ["", "v", "vx", "1", "v1gamma", "v1beta1x", "v1.1", "V1", "operations", "v1p1", "v1pbeta1"])
    func otherSegments(_ text: String) { #expect(!VersionPrefix.isOne(text[...])) }
}
