import OperationsCore
import Testing

@Suite struct ListOrderTests {
    @Test(arguments: [
        ("", ListOrder.byName), ("   ", .byName), ("name", .byName),
        ("name desc", ListOrder(field: .name, isDescending: true)),
        ("create_time", ListOrder(field: .createTime)),
        ("  createTime   desc ", ListOrder(field: .createTime, isDescending: true)),
        ("end_time asc", ListOrder(field: .endTime)), ("end_time , name", ListOrder(field: .endTime)),
        ("end_time desc,name desc", ListOrder(field: .endTime, isDescending: true)),
    ])
    func reads(_ text: String, _ order: ListOrder) throws {
        #expect(try ListOrder(text) == order)
    }

    @Test(arguments: [
        "priority", "metadata.x", "create_time DESC", "create_time down", "create_time desc desc", ",", "name,",
        ",name", "name, name", "name, create_time", "create_time, end_time", "create_time desc, name",
        "create_time, name, name", "labels.env",
    ])
    func refuses(_ text: String) {
        do throws(ServiceError) {
            _ = try ListOrder(text)
            Issue.record("'\(text)' was taken.")
        } catch {
            #expect(error.reason == .invalidOrderBy)
            #expect(error.violations.map(\.field) == ["order_by"])
        }
    }
}
