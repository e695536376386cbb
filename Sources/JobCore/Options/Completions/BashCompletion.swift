/// For bash, with what the package bash-completion has for all its scripts.
extension Completions {
    var bash: String {
        let verbs = syntax.verbs.isEmpty ? "" : bashVerbs
        return """
            # Completions of TOOL for bash, with bash-completion.
            # They are written by 'TOOL --generate-completion-script bash'.

            \(bashValues)
            \(bashOperands)
            \(bashOptions)
            \(verbs)\(bashRead)
            \(Self.bashReply)
            \(bashMain)
            complete -F _TOOL TOOL

            """
    }

    // MARK: From the table

    /// `kind=words values='gz bz2' list=`
    private static func bashOffer(_ offer: Offer) -> String {
        let list = offer.isList ? " list=1" : ""
        return switch offer.source {
        case .nothing: "kind=none"
        case .words(let words): "kind=words values=\(quoted(words.joined(separator: " ")))\(list)"
        case .files: "kind=files"
        case .directories: "kind=directories"
        case .command: "kind=command"
        case .users: "kind=users\(list)"
        case .variables: "kind=variables\(list)"
        case .candidates(let kind): "kind=candidates values=\(kind.rawValue)\(list)"
        }
    }

    private var bashValues: String {
        let cases = rows.filter { $0.value != nil }.map { row in
            "        \(row.spellings.joined(separator: " | "))) \(Self.bashOffer(Offer(row.type))) ;;\n"
        }
        return """
            # How the value of an option is completed; false for one that takes none.
            _TOOL_value() {
                kind= values= list=
                case $1 in
            \(cases.joined())        *) return 1 ;;
                esac
            }

            """
    }

    private var bashOperands: String {
        var text = """
            # How the next operand is completed.
            _TOOL_operand() {
                kind=none values= list=
                case $verb in

            """
        for command in commands {
            text += "        \(Self.quoted(command.verb)))\n"
            for (index, operand) in command.operands.enumerated() {
                let isLast = index == command.operands.count - 1
                let test = isLast && operand.isRepeated ? ">=" : "=="
                text += "            ((${#operands[@]} \(test) \(index))) && "
                text += Self.bashOffer(Offer(operand: operand.type)) + "\n"
            }
            text += "            ;;\n"
        }
        text += "    esac\n"
        if !operandRows.isEmpty {
            text += "    case $given in\n"
            for (row, offer) in operandRows {
                let names = row.spellings.map { "*' \($0) '*" }.joined(separator: " | ")
                text += "        \(names)) \(Self.bashOffer(offer)) ;;\n"
            }
            text += "    esac\n"
        }
        return text + "}\n"
    }

    private var bashOptions: String {
        func list(_ rows: [OptionRow]) -> String {
            "options=" + Self.quoted(rows.flatMap(\.spellings).joined(separator: " "))
        }
        var cases = "        *) \(list(rowsWithoutVerb)) ;;\n"
        if !syntax.verbs.isEmpty {
            let verbs = syntax.verbs.map { verb in
                "        \(Self.quoted(verb.verb))) \(list(Self.shown(verb.rows))) ;;\n"
            }
            cases = verbs.joined() + cases
        }
        return """
            # The options that may stand there.
            _TOOL_options() {
                local options
                case $verb in
            \(cases)    esac
                COMPREPLY=($(compgen -W "$options" -- "$cur"))
            }

            """
    }

    private var bashVerbs: String {
        let cases = verbWords.map { before, words in
            let list = words.map(\.word).joined(separator: " ")
            return "        \(Self.quoted(before))) kind=words values=\(Self.quoted(list)) ;;\n"
        }
        return """
            # The words that the verb still lacks; false where it is whole.
            _TOOL_verb() {
                kind= values= list=
                case $verb in
            \(cases.joined())        *) return 1 ;;
                esac
            }


            """
    }

    // MARK: The same for all tools

    private var bashRead: String {
        let operand: String
        if !syntax.verbs.isEmpty {
            operand = """
                if _TOOL_verb; then verb+=${verb:+ }$word; else operands+=("$word"); fi
                """
        } else if let stop {
            operand = """
                operands+=("$word")
                            [[ $given == *' --\(stop) '* ]] || { first=$i && return; }
                """
        } else {
            operand = "operands+=(\"$word\")"
        }
        return #"""
            # Reads the words before the cursor: which options were given, whether a value is next, which
            # operands there are.
            _TOOL_read() {
                local i k word
                for ((i = 1; i < cword; i++)); do
                    word=${words[i]}
                    if [[ $option ]]; then
                        option=
                    elif [[ $ended || $word != -?* ]]; then
                        OPERAND
                    elif [[ $word == -- ]]; then
                        ended=1
                    elif [[ $word == --* ]]; then
                        given+="${word%%=*} "
                        [[ $word != *=* ]] && _TOOL_value "$word" && option=$word
                    else
                        for ((k = 1; k < ${#word}; k++)); do
                            given+="-${word:k:1} "
                            _TOOL_value "-${word:k:1}" || continue
                            ((k + 1 < ${#word})) || option=-${word:k:1}
                            break
                        done
                    fi
                done
            }

            """#.replacing("OPERAND", with: operand)
    }

    private static let bashReply = #"""
        # Offers what a value or an operand may be.
        _TOOL_reply() {
            local base=$cur head= typed=$glue$cur breaks=${COMP_WORDBREAKS//[^=:]/} i
            if [[ $list && $cur == *,* ]]; then
                head=${cur%,*},
                base=${cur##*,}
            fi
            case $kind in
                words) COMPREPLY=($(compgen -W "$values" -- "$base")) ;;
                users) COMPREPLY=($(compgen -u -W 'me all' -- "$base")) ;;
                variables) COMPREPLY=($(compgen -W 'ALL NONE' -- "$base") $(compgen -e -- "$base")) ;;
                files) _filedir ;;
                directories) _filedir -d ;;
                candidates)
                    [[ $values == setting-values ]] && base=${operands[0]}=$base
                    mapfile -t COMPREPLY < <(TOOL --complete "$values=${base//\\/}" 2>/dev/null)
                    for i in "${!COMPREPLY[@]}"; do
                        COMPREPLY[i]=${COMPREPLY[i]%%$'\t'*}
                        [[ ${COMPREPLY[i]} == *[^[:alnum:]%+,./:=@_-]* ]] &&
                            printf -v "COMPREPLY[i]" %q "${COMPREPLY[i]}"
                    done
                    compopt -o nosort 2>/dev/null
                    ;;
                *) return ;;
            esac
            for i in "${!COMPREPLY[@]}"; do
                # Behind a letter bash takes no word for a directory.
                [[ $glue && $kind == @(files|directories) && -d ${COMPREPLY[i]} ]] && COMPREPLY[i]+=/
                COMPREPLY[i]=$glue$head${COMPREPLY[i]}
            done
            [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *[=:/] ]] && compopt -o nospace
            # bash has cut the word off at = and :.
            if [[ $breaks && $typed == *[$breaks]* ]]; then
                typed=${typed%"${typed##*[$breaks]}"}
                COMPREPLY=("${COMPREPLY[@]#"$typed"}")
            fi
        }

        """#

    private var bashMain: String {
        let verbs = syntax.verbs.isEmpty ? "" : "        _TOOL_verb || _TOOL_operand\n"
        let operand = verbs.isEmpty ? "        _TOOL_operand\n" : verbs
        let command = commands.contains { $0.operands.contains { $0.type == .command } }
        let run =
            command
            ? """
                if [[ $kind == command ]]; then
                    _TOOL_command
                    return
                fi

            """ : ""
        let main = #"""
            MAIN() {
                local cur prev words cword split
                _init_completion -s -n : || return
                local kind= values= list= option= verb= ended= first= glue= given=' ' operands=() k
                _TOOL_read
                if [[ $option ]]; then
                    _TOOL_value "$option"
                elif [[ $split == true && ! $ended && ! $first ]]; then
                    _TOOL_value "$prev" || return
                elif [[ $ended || $first || $cur != -* ]]; then
            OPERAND    elif [[ $cur == -[!-]* ]]; then
                    for ((k = 1; k < ${#cur}; k++)); do
                        _TOOL_value "-${cur:k:1}" && break
                    done
                    glue=${cur:0:k+1} cur=${cur:k+1}
                    if [[ ! $cur ]]; then
                        COMPREPLY=("$glue")
                        return
                    fi
                else
                    _TOOL_options
                    return
                fi
            COMMAND    _TOOL_reply
            }
            """#
        return (command ? Self.bashCommand : "")
            + main.replacing("OPERAND", with: operand).replacing("COMMAND", with: run)
            .replacing("MAIN", with: syntax.hasNamesake ? "_TOOL_ours" : "_TOOL")
            + (syntax.hasNamesake ? Self.bashNamesake : "")
    }

    /// Where the command begins among the words as bash has cut them, which `_command_offset` takes.
    private static let bashCommand = #"""
        # The command and its arguments, which have completions of their own.
        _TOOL_command() {
            local i raw=1 piece
            for ((i = 1; i < ${first:-cword}; i++)); do
                piece=${COMP_WORDS[raw++]}
                while [[ $piece != "${words[i]}" ]] && ((raw <= COMP_CWORD)); do
                    piece+=${COMP_WORDS[raw++]}
                done
            done
            ((raw <= COMP_CWORD)) && _command_offset $raw
        }


        """#

    /// Where another program of the name comes first on PATH, and for options that only it has.
    private static let bashNamesake = #"""


        # The system's TOOL: ours hands over to it what it does not know.
        _TOOL_system() {
            local path
            for path in $(type -ap TOOL); do
                [[ $("$path" -V 2>/dev/null) == *cjobs* ]] && continue
                _longopt "$path"
                return
            done
        }

        _TOOL() {
            if [[ $(TOOL -V 2>/dev/null) != *cjobs* ]]; then
                _TOOL_system
                return
            fi
            _TOOL_ours "$@"
            [[ ${#COMPREPLY[@]} == 0 && $2 == -* ]] && _TOOL_system
        }
        """#
}
