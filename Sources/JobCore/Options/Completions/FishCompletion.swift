/// For fish (complete(1)).
extension Completions {
    var fish: String {
        var text = """
            # Completions of TOOL for fish, written by 'TOOL --generate-completion-script fish'.


            """
        if syntax.hasNamesake { text += Self.fishNamesake + "\n" }
        text += fishScan + "\n" + Self.fishHelpers
        if !syntax.verbs.isEmpty { text += fishVerb }
        if syntax.operands.contains(where: { $0.type == .command }) { text += Self.fishCommand }
        text += "\n" + fishOperand + "\n" + "complete -c TOOL -f -k -a '(__TOOL_operand)'\n"
        for row in rows { text += fishOption(row) }
        return text
    }

    // MARK: From the table

    private func fishOption(_ row: OptionRow) -> String {
        var line = "complete -c TOOL"
        if let condition = fishCondition(row) { line += " -n \(Self.quoted(condition))" }
        for name in row.spellings {
            line += name.hasPrefix("--") ? " -l \(name.dropFirst(2))" : " -s \(name.dropFirst())"
        }
        if row.value != nil { line += Self.fishValue(Offer(row.type)) }
        return line + " -d \(Self.fishQuoted(row.help))\n"
    }

    /// Where an option may stand; nil for anywhere.
    private func fishCondition(_ row: OptionRow) -> String? {
        if stop != nil { return "__TOOL_takes_options" }
        let having = syntax.verbs.filter { verb in verb.rows.contains { $0.name == row.name } }
        if having.count == syntax.verbs.count { return nil }
        var verbs = having.map(\.verb)
        if rowsWithoutVerb.contains(where: { $0.name == row.name }) { verbs.append("") }
        return "__TOOL_is \(verbs.map { "\"\($0)\"" }.joined(separator: " "))"
    }

    private static func fishValue(_ offer: Offer) -> String {
        switch offer.source {
        case .nothing: return " -x"
        // Behind a letter fish itself looks for none.
        case .files: return " -r -F -a '(__TOOL_files)'"
        case .words(let words) where !offer.isList:
            return " -x -a \(fishQuoted(words.joined(separator: " ")))"
        default: return " -x -k -a '(\(fishWords(offer)))'"
        }
    }

    /// A command that writes the words.
    private static func fishWords(_ offer: Offer) -> String {
        let list = offer.isList ? "__TOOL_list" : "printf %s\\n"
        switch offer.source {
        case .nothing: return "true"
        case .words(let words): return "\(list) \(words.joined(separator: " "))"
        case .files: return "__fish_complete_path (commandline -ct)"
        case .directories: return "__fish_complete_directories (__TOOL_current)"
        case .command: return "__TOOL_command"
        case .users: return "\(list) me all (__fish_complete_users)"
        case .variables: return "\(list) ALL NONE (set -xn)"
        case .candidates(let kind):
            return "__TOOL_candidates \(kind.rawValue)" + (offer.isList ? " list" : "")
        }
    }

    private static func fishQuoted(_ text: String) -> String {
        "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "\\'") + "'"
    }

    /// Every name of the options that take a value: the long ones, and the letters.
    private var fishNames: (long: [String], letters: String) {
        let names = rows.filter { $0.value != nil }.flatMap(\.spellings)
        let letters = names.filter { !$0.hasPrefix("--") }.map { $0.dropFirst() }.joined()
        // Where there are none, one that no option has.
        return (names.filter { $0.hasPrefix("--") }, letters.isEmpty ? ":" : letters)
    }

    private var fishOperand: String {
        var text = """
            # What the next operand may be.
            function __TOOL_operand

            """
        if stop != nil {
            // What only looks like an option is the command's, or is none.
            text +=
                "    string match -q -- '-*' (commandline -ct); and __TOOL_takes_options; and return\n"
        }
        text += "    set -l count (count (__TOOL_operands))\n"
        if !syntax.verbs.isEmpty { text += "    __TOOL_verb_words; and return\n" }
        if !operandRows.isEmpty { text += "    set -l given (__TOOL_given)\n" }
        for (row, offer) in operandRows {
            let tests = row.spellings.map { "contains -- \($0) $given" }.joined(separator: "; or ")
            text += "    if \(tests)\n"
            text += "        \(Self.fishWords(offer))\n        return\n    end\n"
        }
        for command in commands where !command.operands.isEmpty {
            let words = command.verb.split(separator: " ").count
            if !command.verb.isEmpty { text += "    if __TOOL_is \"\(command.verb)\"\n" }
            for (index, operand) in command.operands.enumerated() {
                let isLast = index == command.operands.count - 1
                let test = isLast && operand.isRepeated ? "-ge" : "-eq"
                text += "    test $count \(test) \(words + index); and "
                text += Self.fishWords(Offer(operand: operand.type)) + "\n"
            }
            if !command.verb.isEmpty { text += "    end\n" }
        }
        return text + "end\n"
    }

    private var fishVerb: String {
        let cases = verbWords.map { before, words in
            let list = words.map {
                "            \(Self.fishQuoted($0.word)) \(Self.fishQuoted($0.help)) \\\n"
            }
            return """
                        case '\(before)'
                            printf '%s\\t%s\\n' \\
                \(list.joined().dropLast(2))

                """
        }
        let heads = verbWords.map(\.before).filter { !$0.isEmpty }.joined(separator: " ")
        return """

            # The verb, as far as it is there.
            function __TOOL_verb
                set -l words (__TOOL_operands)
                if contains -- "$words[1]" \(heads)
                    string join ' ' -- $words[1..2]
                else
                    echo "$words[1]"
                end
            end

            # Whether it is one of these.
            function __TOOL_is
                contains -- (__TOOL_verb) $argv
            end

            # The words that it still lacks; false where it is whole.
            function __TOOL_verb_words
                switch (__TOOL_verb)
            \(cases.joined())        case '*'
                        return 1
                end
            end

            """
    }

    private var fishScan: String {
        let (long, letters) = fishNames
        let afterOperand =
            stop.map { name in
                """

                                if not contains -- option' '--\(name) $seen
                                    set -q words[1]; and printf 'operand %s\\n' $words
                                    return
                                end
                """
            } ?? ""
        let takesOptions =
            stop == nil
            ? ""
            : """

            # Whether options may stand at the cursor.
            function __TOOL_takes_options
                not contains -- -- (commandline -opc); and test (count (__TOOL_operands)) -eq 0
            end

            """
        return #"""
            # A line for each option and each operand before the cursor.
            function __TOOL_scan
                set -l words (commandline -opc)
                set -l seen
                set -e words[1]
                while set -q words[1]
                    set -l word $words[1]
                    set -e words[1]
                    switch $word
                        case --
                            set -q words[1]; and printf 'operand %s\n' $words
                            return
                        case LONG
                            echo option $word
                            set -q words[1]; and set -e words[1]
                        case '--*'
                            set -a seen "option $word"
                            echo option (string replace -r '=.*' '' -- $word)
                        case '-?*'
                            for letter in (string match -r -- '^-([^LETTERS]*[LETTERS]?)' $word)[2]
                                printf 'option -%s\n' (string split '' -- $letter)
                            end
                            string match -qr -- '^-[^LETTERS]*[LETTERS]$' $word
                            and set -q words[1]
                            and set -e words[1]
                        case '*'
                            echo operand $word AFTER
                    end
                end
            end

            # The value at the cursor, without the option before it.
            function __TOOL_current
                string replace -r -- '^(--[^=]*=|-[^-LETTERS][^LETTERS]*[LETTERS]|-[LETTERS])' '' (commandline -ct)
            end

            """#.replacing("LONG", with: long.joined(separator: " "))
                .replacing("LETTERS", with: letters).replacing(" AFTER", with: afterOperand)
                + takesOptions
    }

    // MARK: The same for all tools

    private static let fishHelpers = #"""
        function __TOOL_operands
            __TOOL_scan | string replace -rf '^operand ' ''
        end

        function __TOOL_given
            __TOOL_scan | string replace -rf '^option ' ''
        end

        # Some of these words, with commas between.
        function __TOOL_list
            set -l head (string match -r '^.*,' -- (__TOOL_current))
            set -q head[1]; or set head ''
            printf '%s\n' $head$argv
        end

        # Files for a value that stands behind its letter in one word.
        function __TOOL_files
            string match -qr -- '^-[^-]' (commandline -ct); and __fish_complete_path (__TOOL_current)
        end

        # Words that the tool itself tells, in its order: KIND [list].
        function __TOOL_candidates
            set -l text (__TOOL_current)
            set -l head ''
            if test "$argv[2]" = list
                set head (string match -r '^.*,' -- $text)
                set -q head[1]; or set head ''
                set text (string replace -r '^.*,' '' -- $text)
            end
            if test $argv[1] = setting-values
                set text (__TOOL_operands)[-1]=$text
            end
            set -l lines (TOOL --complete "$argv[1]=$text" 2>/dev/null)
            set -q lines[1]; and printf '%s\n' $head$lines
        end

        """#

    private static let fishCommand = #"""

        # The command and its arguments, which have completions of their own.
        function __TOOL_command
            complete -C (string join ' ' -- (string escape -- (__TOOL_operands)) (commandline -ct))
        end

        """#

    private static let fishNamesake = #"""
        # Another program of that name may be the one that is called, and may have its own.
        if not string match -q '*cjobs*' -- (TOOL -V 2>/dev/null)
            for file in $fish_complete_path/TOOL.fish
                if test -f $file; and not string match -q '*generate-completion-script*' <$file
                    source $file
                    break
                end
            end
            exit
        end

        """#
}
