/// The functions of filters. The list is closed; each is documented in the README.
enum FilterFunctions {
    /// A call that stands alone and is true or false.
    static func condition(_ call: FilterCall) throws(FilterFault) -> FilterCondition {
        switch call.name {
        // Sent by clients of Speech to see the operations of version 2. Here all are.
        case "is_v2":
            let argument = try onlyText(of: call, "is_v2(true)")
            return .constant(argument.text != "false")
        default: throw unknown(call)
        }
    }

    /// A call on the right side of a comparator.
    static func operand(_ call: FilterCall, now: Timestamp) throws(FilterFault) -> Operand {
        switch call.name {
        // The instant that long before now: `update_time < ago(1h)`.
        case "ago":
            let argument = try onlyText(of: call, "ago(1h)")
            let span = try Operand(literal: argument).asSpan(of: "ago")
            let time = now + .microseconds(-span.microseconds)
            return Operand(
                literal: FilterLiteral(argument.text, isQuoted: true, place: call.place), moment: Moment(time))
        default: throw unknown(call)
        }
    }

    private static func onlyText(of call: FilterCall, _ example: String) throws(FilterFault) -> FilterLiteral {
        guard case .literal(let literal) = call.arguments.first, call.arguments.count == 1 else {
            throw FilterFault("'\(call.name.echoed)' takes one value, as in \(example).", at: call.place)
        }
        return literal
    }

    private static func unknown(_ call: FilterCall) -> FilterFault {
        FilterFault(
            "There is no function '\(call.name.echoed)' here; there are ago(1h), as in update_time < ago(1h), and is_v2(true).",
            at: call.place)
    }
}
