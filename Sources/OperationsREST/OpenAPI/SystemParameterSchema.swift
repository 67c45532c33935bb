/// What ``SystemParameters`` understands, as OpenAPI has it.
struct SystemParameterSchema {
    let component: String
    private let name: String
    private let description: String
    private let schema: String

    var json: String {
        #"{"name":"\#(name)","in":"query","description":"\#(description)","schema":\#(schema)}"#
    }

    var reference: String { ##"{"$ref":"#/components/parameters/\##(component)"}"## }

    static let all = [
        SystemParameterSchema(
            component: "alt", name: "alt", description: "The form of the answer.",
            schema: #"{"type":"string","enum":["json","json;enum-encoding=int","proto","sse"],"default":"json"}"#),
        SystemParameterSchema(
            component: "fields", name: "fields",
            description: "The fields of the answer that are wanted, such as name,metadata(createTime); default: all.",
            schema: #"{"type":"string"}"#),
        SystemParameterSchema(
            component: "prettyPrint", name: "prettyPrint", description: "Whether JSON is indented.",
            schema: #"{"type":"boolean","default":true}"#),
        SystemParameterSchema(
            component: "xgafv", name: "$.xgafv", description: "The format of errors.",
            schema: #"{"type":"string","enum":["1","2"],"default":"2"}"#),
    ]
}
