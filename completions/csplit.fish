function __csplit_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __csplit_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __csplit_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __csplit_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __csplit_parse_tokens -S
    set -l unparsed_tokens (__csplit_tokens -pc)
    switch $unparsed_tokens[1]
    case 'csplit'
        __csplit_parse_subcommand -r 1 'n/number=' 'l/lines=' 'b/bytes=' 'r/round-robin' 'O/out-dir=' 'p/parents' 'prefix=' 'a/digits=' 'no-header' 'header-lines=' 'z/compress=' 'e/elide-empty' 'force' 'remove-stale' 'dry-run' 'j/jobs=' '0/null' 'v/verbose' 'q/quiet' 'log-level=' 'log-file=' 'log-also=' 'log-format=' 'color=' 'config=' 'V/version' 'h/help'
        switch $unparsed_tokens[1]
        case 'help'
            __csplit_parse_subcommand -r 1 
        end
    end
end

function __csplit_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __csplit_parse_subcommand -S -a positional_count
    argparse -s r -- $argv
    set -l option_specs $argv[2..]
    set -l is_repeating_positional $_flag_r
    set -el _flag_r
    set -a commands $unparsed_tokens[1]
    set positional_index 0
    while true
        set -e unparsed_tokens[1]
        argparse -sn "$commands" $option_specs -- $unparsed_tokens 2> /dev/null
        set unparsed_tokens $argv
        set positional_index (math $positional_index + 1)
        for non_repeating_flag_or_option in $non_repeating_flags_or_options
            if set -ql "_flag_$(string replace -a - _ -- $non_repeating_flag_or_option)"
                set non_repeating_flags_or_options_absent 1
                break
            end
        end
        test (count $unparsed_tokens) -eq 0 -o \( -z "$is_repeating_positional" -a "$positional_index" -gt "$positional_count" \) && break
    end
end

function __csplit_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __csplit_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__csplit_tokens -p)
    if test -z "$(__csplit_tokens -t)"
        set -l index (count (__csplit_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'csplit' -f
complete -c 'csplit' -n '__csplit_should_offer_completions_for_flags_or_options "csplit" n number parts' -s 'n' -l 'number' -l 'parts' -d 'So many parts, which differ by one line at most.' -rfka ''
complete -c 'csplit' -n '__csplit_should_offer_completions_for_flags_or_options "csplit" l lines' -s 'l' -l 'lines' -d 'So many lines a part.' -rfka ''
complete -c 'csplit' -n '__csplit_should_offer_completions_for_flags_or_options "csplit" b bytes' -s 'b' -l 'bytes' -d 'Whole lines up to so many bytes a part: 4096, 512K, 1.5G.' -rfka ''
complete -c 'csplit' -n '__csplit_should_offer_completions_for_flags_or_options "csplit" r round-robin' -s 'r' -l 'round-robin' -d 'Line by line to each part in turn.'
complete -c 'csplit' -n '__csplit_should_offer_completions_for_flags_or_options "csplit" O out-dir' -s 'O' -l 'out-dir' -d 'The directory for the parts (.).' -rfa '(__csplit_complete_directories)'
complete -c 'csplit' -n '__csplit_should_offer_completions_for_flags_or_options "csplit" p parents' -s 'p' -l 'parents' -d 'Make that directory where it is missing.'
complete -c 'csplit' -n '__csplit_should_offer_completions_for_flags_or_options "csplit" prefix' -l 'prefix' -d 'Names begin with this (FILE.split_).' -rfka ''
complete -c 'csplit' -n '__csplit_should_offer_completions_for_flags_or_options "csplit" a digits' -s 'a' -l 'digits' -d 'Digits of the parts\' numbers, at least (4).' -rfka ''
complete -c 'csplit' -n '__csplit_should_offer_completions_for_flags_or_options "csplit" no-header' -l 'no-header' -d 'The first line is a line like others.'
complete -c 'csplit' -n '__csplit_should_offer_completions_for_flags_or_options "csplit" header-lines' -l 'header-lines' -d 'So many lines at the top are the header of every part (1).' -rfka ''
complete -c 'csplit' -n '__csplit_should_offer_completions_for_flags_or_options "csplit" compress z' -s 'z' -l 'compress' -d 'Compress the parts: gz or bz2.' -rfka ''
complete -c 'csplit' -n '__csplit_should_offer_completions_for_flags_or_options "csplit" e elide-empty' -s 'e' -l 'elide-empty' -d 'Leave out parts without a line.'
complete -c 'csplit' -n '__csplit_should_offer_completions_for_flags_or_options "csplit" force' -l 'force' -d 'Replace parts that are there.'
complete -c 'csplit' -n '__csplit_should_offer_completions_for_flags_or_options "csplit" remove-stale' -l 'remove-stale' -d 'Remove parts of an earlier split that this one does not replace.'
complete -c 'csplit' -n '__csplit_should_offer_completions_for_flags_or_options "csplit" dry-run' -l 'dry-run' -d 'Show the parts\' paths; write nothing.'
complete -c 'csplit' -n '__csplit_should_offer_completions_for_flags_or_options "csplit" j jobs' -s 'j' -l 'jobs' -d 'Work with so many threads (the processors there are).' -rfka ''
complete -c 'csplit' -n '__csplit_should_offer_completions_for_flags_or_options "csplit" 0 null' -s '0' -l 'null' -d 'Paths end with NUL.'
complete -c 'csplit' -n '__csplit_should_offer_completions_for_flags_or_options "csplit"' -l 'verbose' -s 'v' -d 'Say more on standard error; twice: everything.'
complete -c 'csplit' -n '__csplit_should_offer_completions_for_flags_or_options "csplit" Q q quiet' -s 'q' -s 'Q' -l 'quiet' -d 'Failures only on standard error.'
complete -c 'csplit' -n '__csplit_should_offer_completions_for_flags_or_options "csplit" log-level' -l 'log-level' -d 'Says what is at least: debug, info, normal, warn, error, critical.' -rfka ''
complete -c 'csplit' -n '__csplit_should_offer_completions_for_flags_or_options "csplit" log-file' -l 'log-file' -d 'Appends what is said to FILE; failures are said on standard error, too.' -rF
complete -c 'csplit' -n '__csplit_should_offer_completions_for_flags_or_options "csplit" log-also' -l 'log-also' -d 'With --log-file: says all of it there as well: stdout, stderr.' -rfka 'stdout stderr'
complete -c 'csplit' -n '__csplit_should_offer_completions_for_flags_or_options "csplit" log-format' -l 'log-format' -d 'How it is said: plain, cluster (with time and level), json.' -rfka 'plain cluster json'
complete -c 'csplit' -n '__csplit_should_offer_completions_for_flags_or_options "csplit" color' -l 'color' -d 'Colours: auto, always, never.' -rfka 'auto always never'
complete -c 'csplit' -n '__csplit_should_offer_completions_for_flags_or_options "csplit" config' -l 'config' -d 'Reads this configuration.' -rF
complete -c 'csplit' -n '__csplit_should_offer_completions_for_flags_or_options "csplit" V version' -s 'V' -l 'version' -d 'Show the version.'
complete -c 'csplit' -n '__csplit_should_offer_completions_for_positional "csplit" -ge 1' -F
complete -c 'csplit' -n '__csplit_should_offer_completions_for_flags_or_options "csplit" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'csplit' -n '__csplit_should_offer_completions_for_positional "csplit" -eq 2' -fa 'help' -d 'Show subcommand help information.'
