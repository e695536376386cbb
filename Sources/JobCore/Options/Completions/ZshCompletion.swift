/// For zsh, with `_arguments` (zshcompsys(1)).
extension Completions {
    var zsh: String {
        var functions = operandRows.isEmpty ? "" : zshOperand + "\n"
        var main: String
        if syntax.verbs.isEmpty {
            main = Self.zshArguments(zshSpecs(of: syntax), flags: stop == nil ? "-S" : "-S -A '-*'")
        } else {
            functions += zshVerbs
            main = zshVerbMain
        }
        if syntax.hasNamesake {
            functions += "_TOOL_ours() {\n" + Self.indented(main) + "}\n\n"
            main = Self.zshNamesake
        }
        return """
            #compdef TOOL
            # Completions of TOOL for zsh, written by 'TOOL --generate-completion-script zsh'.

            \(Self.zshHelpers)
            \(functions)local curcontext=$curcontext state ret=1
            local -a line
            local -A opt_args
            \(main)
            """
    }

    private static func indented(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.isEmpty ? "" : "    " + $0 }.joined(separator: "\n")
    }

    private static func zshArguments(_ specs: [String], flags: String) -> String {
        "_arguments -s -w \(flags) : \\\n    " + specs.joined(separator: " \\\n    ")
            + " && ret=0\nreturn ret\n"
    }

    // MARK: From the table

    private static let zshCommon = "\"$common[@]\""

    /// Options and operands of a command.
    private func zshSpecs(of command: CommandSyntax) -> [String] {
        var rows = Self.shown(command.rows)
        if !command.verb.isEmpty { rows.removeAll { syntax.has($0) } }
        var specs = rows.flatMap { zshSpecs(of: $0, among: rows) }
        if !command.verb.isEmpty { specs.append(Self.zshCommon) }
        let ends = stop == nil ? "" : "(-)"
        for (index, operand) in command.operands.enumerated() {
            let name = Self.zshPlain(operand.name.lowercased())
            var action = Self.zshAction(Offer(operand: operand.type))
            if !operandRows.isEmpty { action = " _TOOL_operand" }
            let isLast = index == command.operands.count - 1
            let place = isLast && operand.isRepeated ? "*" : "\(index + 1)"
            let colons = ends.isEmpty ? ":" : ":::"
            specs.append(Self.quoted("\(ends)\(place)\(colons)\(name):\(action)"))
        }
        return specs
    }

    private func zshSpecs(of row: OptionRow, among rows: [OptionRow]) -> [String] {
        // One that counts once is not offered again, and nor is what it excludes.
        let rivals = rows.filter { other in
            other.name != row.name
                && (row.excludes.contains(other.name) || other.excludes.contains(row.name))
        }
        var excluded = rivals.flatMap(\.spellings)
        if !row.isRepeatable { excluded += row.spellings }
        let alone = [CommonOptions.help, CommonOptions.helpAll, CommonOptions.version]
        if alone.contains(where: { $0.name == row.name }) {
            excluded = ["-", ":", "*"]
        } else if row.operands == .none {
            excluded += [":", "*"]
        }
        let before = row.isRepeatable ? "*" : ""
        let exclusion = excluded.isEmpty ? "" : "(\(excluded.joined(separator: " ")))"
        return row.spellings.map { name in
            var spec = exclusion + before + name
            if row.value != nil { spec += name.hasPrefix("--") ? "=" : "+" }
            spec += "[\(Self.zshPlain(row.help))]"
            if let value = row.value {
                spec += ":\(Self.zshPlain(value.lowercased())):"
                spec += Self.zshAction(Offer(row.type))
            }
            return Self.quoted(spec)
        }
    }

    /// Text without anything that means something to `_arguments`.
    private static func zshPlain(_ text: String) -> String {
        ["\\", "[", "]", ":"].reduce(text) { $0.replacing($1, with: "\\" + $1) }
    }

    private static func zshAction(_ offer: Offer) -> String {
        let list = offer.isList ? " list" : ""
        switch offer.source {
        case .nothing: return " "
        case .words(let words):
            let text = words.joined(separator: " ")
            return offer.isList ? " _TOOL_list \(text)" : "(\(text))"
        case .files: return "_files"
        case .directories: return "_files -/"
        case .command: return " _normal"
        case .users: return " _TOOL_users"
        case .variables: return " _TOOL_variables"
        case .candidates(let kind): return " _TOOL_candidates \(kind.rawValue)\(list)"
        }
    }

    /// The operands of a tool that has options which change what they are.
    private var zshOperand: String {
        let usual = Self.zshAction(Offer(operand: syntax.operands.first?.type ?? .text))
        var text = "_TOOL_operand() {\n"
        for (index, (row, offer)) in operandRows.enumerated() {
            let tests = row.spellings.map { "$+opt_args[\($0)]" }.joined(separator: " || ")
            text += "    \(index == 0 ? "if" : "elif") (( \(tests) )); then\n"
            text += "       \(offer == .nothing ? " return 1" : Self.zshAction(offer).withSpace)\n"
        }
        return text + "    else\n       \(usual.withSpace)\n    fi\n}\n"
    }

    // MARK: Verbs

    /// A function for the verbs behind each word that begins one, and for the options of each verb.
    private var zshVerbs: String {
        var text = ""
        for (before, words) in verbWords {
            let name = before.isEmpty ? "" : "_" + before.replacing(" ", with: "_")
            let list = words.map {
                "        " + Self.quoted("\($0.word):\(Self.zshPlain($0.help))") + "\n"
            }
            text += """
                _TOOL_verbs\(name)() {
                    local -a verbs=(
                \(list.joined())    )
                    _describe -t verbs verb verbs
                }


                """
        }
        return text
    }

    /// What all verbs have stands there once.
    private var zshVerbMain: String {
        let common = Self.shown(syntax.groups.flatMap(\.rows).filter(\.isOnCommandLine))
        let specs = common.flatMap { zshSpecs(of: $0, among: common) }
        let usual = rowsWithoutVerb.filter { !common.map(\.name).contains($0.name) }
        return "local -a common=(\n    " + specs.joined(separator: "\n    ") + "\n)\n"
            + zshLevel(before: "", options: usual.flatMap { zshSpecs(of: $0, among: usual) })
    }

    /// The word of a verb, and behind it what that verb has.
    private func zshLevel(before: String, options: [String]) -> String {
        let name = before.isEmpty ? "" : "_" + before.replacing(" ", with: "_")
        let specs = options + [Self.zshCommon, "'1: :_TOOL_verbs\(name)'", "'*:: :->verb'"]
        var text = "_arguments -C -s -w -S : \\\n    "
        text += specs.joined(separator: " \\\n    ") + " && ret=0\n"
        text += "[[ $state == verb ]] || return ret\n"
        text += "state=\n"
        text += "case $words[1] in\n"
        for word in verbWords.first(where: { $0.before == before })?.words ?? [] {
            let whole = before.isEmpty ? word.word : before + " " + word.word
            text += "    \(word.word))\n"
            if let verb = syntax.verb(whole) {
                let arguments = Self.zshArguments(zshSpecs(of: verb), flags: "-S")
                text += Self.indented(Self.indented(arguments))
            } else {
                text += Self.indented(Self.indented(zshLevel(before: whole, options: [])))
            }
            text = text.trimmedEnd + "\n        ;;\n"
        }
        return text + "esac\nreturn ret\n"
    }

    // MARK: The same for all tools

    private static let zshHelpers = #"""
        # Words that the tool itself tells, in its order: KIND ['list'].
        _TOOL_candidates() {
            local entry word before
            local -a whole begun
            [[ -n $2 ]] && compset -P '*,'
            [[ $1 == setting-values ]] && before=${line[1]}=
            for entry in "${(@f)$(TOOL --complete "$1=$before${(Q)PREFIX}" 2>/dev/null)}"; do
                word=${${entry%%$'\t'*}//:/\\:}
                [[ -n $word ]] || continue
                if [[ $word == *[=:] ]]; then
                    begun+=("$word:${entry#*$'\t'}")
                else
                    whole+=("$word:${entry#*$'\t'}")
                fi
            done
            _describe -V -t $1 ${1//-/ } whole -- begun -S ''
        }

        # Some of these words, with commas between.
        _TOOL_list() {
            local -a expl known=("$@")
            compset -P '*,'
            compset -S ',*'
            _wanted words expl word compadd -a known
        }

        _TOOL_users() {
            compset -P '*,'
            _alternative 'words:word:(me all)' 'users:user:_users'
        }

        _TOOL_variables() {
            compset -P '*,'
            _alternative 'words:word:(ALL NONE)' 'parameters:variable:_parameters -g "*export*"'
        }

        """#

    private static let zshNamesake = #"""
        # Another program of that name has a function of the same name, further on in fpath; ours hands
        # over to that program what it does not know.
        _TOOL_system() {
            local directory program
            for program in ${(f)"$(whence -pa TOOL)"}; do
                [[ "$($program -V 2>/dev/null)" == *cjobs* ]] || break
            done
            words[1]=$program
            for directory in $fpath; do
                [[ -f $directory/_TOOL ]] || continue
                [[ "$(<$directory/_TOOL)" == *generate-completion-script* ]] && continue
                unfunction _TOOL_other 2>/dev/null
                eval "_TOOL_other() { $(<$directory/_TOOL) }"
                _TOOL_other
                return
            done
            _default
        }

        if [[ "$(TOOL -V 2>/dev/null)" == *cjobs* ]]; then
            _TOOL_ours && return
            [[ $PREFIX == -* ]] || return 1
        fi
        _TOOL_system
        """#
}

extension String {
    /// With one blank before it.
    fileprivate var withSpace: String { hasPrefix(" ") ? self : " " + self }

    fileprivate var trimmedEnd: String {
        var text = self[...]
        while text.last?.isWhitespace ?? false { text.removeLast() }
        return String(text)
    }
}
