/// Finds out what the names and values of an expression mean.
struct FilterCompiler {
    /// The instant from which `ago(…)` counts.
    let now: Timestamp

    func condition(_ expression: FilterExpression) throws(FilterFault) -> FilterCondition {
        switch expression {
        case .all(let parts): return .all(try conditions(parts))
        case .any(let parts): return .any(try conditions(parts))
        case .not(let inner): return .not(try condition(inner))
        case .restriction(let restriction): return try condition(restriction)
        case .search(let literal): return try search(literal)
        case .call(let call): return try FilterFunctions.condition(call)
        }
    }

    private func conditions(_ parts: [FilterExpression]) throws(FilterFault) -> [FilterCondition] {
        var conditions: [FilterCondition] = []
        for part in parts { conditions.append(try condition(part)) }
        return conditions
    }

    /// The name of a field that is either true or false is no word to search for; it was meant to be compared.
    private func search(_ literal: FilterLiteral) throws(FilterFault) -> FilterCondition {
        if !literal.isQuoted, let field = RecordField(named: literal.text), field == .done || field == .cancelRequested
        {
            throw FilterFault(
                "Write '\(literal.text) = true' to ask for the field, or the word in quotes to search for it.",
                at: literal.place)
        }
        return .test(SearchTest(literal.text))
    }

    private func condition(_ restriction: FilterRestriction) throws(FilterFault) -> FilterCondition {
        let operand = try operand(restriction.argument)
        let field = NamedField(restriction, operand: operand)
        let name = restriction.path.first ?? ""
        if let known = RecordField(named: name) {
            return try field.condition(known)
        }
        if let fallback = FallbackNames.field(for: name) {
            return try field.condition(name, orElse: fallback)
        }
        guard MetadataNames.contains(name) else { throw unknown(name, restriction.place) }
        return field.payloadCondition(.metadata, restriction.path[...])
    }

    private func operand(_ argument: FilterArgument) throws(FilterFault) -> Operand {
        switch argument {
        case .literal(let literal): Operand(literal: literal)
        case .call(let call): try FilterFunctions.operand(call, now: now)
        }
    }

    private func unknown(_ name: String, _ place: SourcePlace) -> FilterFault {
        FilterFault(
            "There is no field '\(name.echoed)' here; a field of the metadata is written 'metadata.\(name.echoed)', a value stands on "
                + "the right of a comparator.", at: place)
    }
}
