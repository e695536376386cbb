package import ArgumentParser

/// csub's options are declared from the rows of their table.
extension OptionRow {
    var names: NameSpecification {
        var elements: [NameSpecification.Element] = []
        if let letter { elements.append(.customShort(letter)) }
        elements.append(.customLong(name))
        elements += synonyms.map { .customLong($0) }
        return NameSpecification(elements)
    }

    var argumentHelp: ArgumentHelp { ArgumentHelp(stringLiteral: help) }

    /// What a shell offers for the value.
    var completion: CompletionKind? {
        if case .choice(let words) = type { return .list(words) }
        return switch value {
        case "FILE": .file()
        case "DIR": .directory
        case "IDS": .shellCommand("cqueue -I")
        case "NAME" where name == SubmitOptions.profile.name: .shellCommand("cprofile")
        default: nil
        }
    }

    var valueHelp: ArgumentHelp {
        ArgumentHelp(help, valueName: value.map { $0.lowercased() })
    }
}

extension Flag where Value == Bool {
    package init(wrappedValue: Bool, _ row: OptionRow) {
        self.init(wrappedValue: wrappedValue, name: row.names, help: row.argumentHelp)
    }
}

extension Option {
    package init<Wrapped: ExpressibleByArgument>(
        wrappedValue: Wrapped? = nil, _ row: OptionRow
    ) where Value == Wrapped? {
        self.init(name: row.names, help: row.valueHelp, completion: row.completion)
    }

    package init<Element: ExpressibleByArgument>(
        wrappedValue: [Element], _ row: OptionRow
    ) where Value == [Element] {
        self.init(
            wrappedValue: wrappedValue, name: row.names, parsing: .singleValue,
            help: row.valueHelp, completion: row.completion)
    }
}

extension Option where Value: ExpressibleByArgument {
    package init(wrappedValue: Value, _ row: OptionRow) {
        self.init(
            wrappedValue: wrappedValue, name: row.names, help: row.valueHelp,
            completion: row.completion)
    }
}

extension ExitRule: ExpressibleByArgument {}
extension ProgressChoice: ExpressibleByArgument {}
