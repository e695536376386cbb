function __czcat_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __czcat_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __czcat_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __czcat_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __czcat_parse_tokens -S
    set -l unparsed_tokens (__czcat_tokens -pc)
    switch $unparsed_tokens[1]
    case 'czcat'
        __czcat_parse_subcommand -r 1 'o/output=' 'z/compress=' 't/test' 'l/list' 'format=' 'raw' 'j/jobs=' 'max-output=' 'f' 'v/verbose' 'q/quiet' 'log-level=' 'log-file=' 'log-also=' 'log-format=' 'color=' 'config=' 'V/version' 'h/help'
        switch $unparsed_tokens[1]
        case 'help'
            __czcat_parse_subcommand -r 1 
        end
    end
end

function __czcat_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __czcat_parse_subcommand -S -a positional_count
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

function __czcat_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __czcat_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__czcat_tokens -p)
    if test -z "$(__czcat_tokens -t)"
        set -l index (count (__czcat_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'czcat' -f
complete -c 'czcat' -n '__czcat_should_offer_completions_for_flags_or_options "czcat" o output' -s 'o' -l 'output' -d 'Write to this file; \'.gz\' or \'.bz2\' at its end compresses.' -rfka ''
complete -c 'czcat' -n '__czcat_should_offer_completions_for_flags_or_options "czcat" compress z' -s 'z' -l 'compress' -d 'Compress what is written: gz or bz2.' -rfka ''
complete -c 'czcat' -n '__czcat_should_offer_completions_for_flags_or_options "czcat" t test' -l 'test' -s 't' -d 'Look for damage; write nothing.'
complete -c 'czcat' -n '__czcat_should_offer_completions_for_flags_or_options "czcat" l list' -l 'list' -s 'l' -d 'List formats, members and sizes.'
complete -c 'czcat' -n '__czcat_should_offer_completions_for_flags_or_options "czcat" format' -l 'format' -d 'Take this format for granted: gz, bz2, plain or auto.' -rfka ''
complete -c 'czcat' -n '__czcat_should_offer_completions_for_flags_or_options "czcat" raw' -l 'raw' -d 'Copy unchanged, whatever it is.'
complete -c 'czcat' -n '__czcat_should_offer_completions_for_flags_or_options "czcat" j jobs' -s 'j' -l 'jobs' -d 'Decode with so many threads (the processors there are).' -rfka ''
complete -c 'czcat' -n '__czcat_should_offer_completions_for_flags_or_options "czcat" max-output' -l 'max-output' -d 'Stop with 1 where there would be more bytes.' -rfka ''
complete -c 'czcat' -n '__czcat_should_offer_completions_for_flags_or_options "czcat" f' -s 'f' -d 'Nothing; zcat\'s -f is what this tool does anyway.'
complete -c 'czcat' -n '__czcat_should_offer_completions_for_flags_or_options "czcat"' -l 'verbose' -s 'v' -d 'Say more on standard error; twice: everything.'
complete -c 'czcat' -n '__czcat_should_offer_completions_for_flags_or_options "czcat" Q q quiet' -s 'q' -s 'Q' -l 'quiet' -d 'Failures only on standard error.'
complete -c 'czcat' -n '__czcat_should_offer_completions_for_flags_or_options "czcat" log-level' -l 'log-level' -d 'Says what is at least: debug, info, normal, warn, error, critical.' -rfka ''
complete -c 'czcat' -n '__czcat_should_offer_completions_for_flags_or_options "czcat" log-file' -l 'log-file' -d 'Appends what is said to FILE; failures are said on standard error, too.' -rF
complete -c 'czcat' -n '__czcat_should_offer_completions_for_flags_or_options "czcat" log-also' -l 'log-also' -d 'With --log-file: says all of it there as well: stdout, stderr.' -rfka 'stdout stderr'
complete -c 'czcat' -n '__czcat_should_offer_completions_for_flags_or_options "czcat" log-format' -l 'log-format' -d 'How it is said: plain, cluster (with time and level), json.' -rfka 'plain cluster json'
complete -c 'czcat' -n '__czcat_should_offer_completions_for_flags_or_options "czcat" color' -l 'color' -d 'Colours: auto, always, never.' -rfka 'auto always never'
complete -c 'czcat' -n '__czcat_should_offer_completions_for_flags_or_options "czcat" config' -l 'config' -d 'Reads this configuration.' -rF
complete -c 'czcat' -n '__czcat_should_offer_completions_for_flags_or_options "czcat" V version' -s 'V' -l 'version' -d 'Show the version.'
complete -c 'czcat' -n '__czcat_should_offer_completions_for_positional "czcat" -ge 1' -F
complete -c 'czcat' -n '__czcat_should_offer_completions_for_flags_or_options "czcat" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'czcat' -n '__czcat_should_offer_completions_for_positional "czcat" -eq 2' -fa 'help' -d 'Show subcommand help information.'
