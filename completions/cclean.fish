function __cclean_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __cclean_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __cclean_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __cclean_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __cclean_parse_tokens -S
    set -l unparsed_tokens (__cclean_tokens -pc)
    switch $unparsed_tokens[1]
    case 'cclean'
        __cclean_parse_subcommand -r 1 'v/verbose' 'q/quiet' 'log-level=' 'log-file=' 'log-also=' 'log-format=' 'color=' 'config=' 'V/version' 'h/help'
        switch $unparsed_tokens[1]
        case 'help'
            __cclean_parse_subcommand -r 1 
        end
    end
end

function __cclean_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __cclean_parse_subcommand -S -a positional_count
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

function __cclean_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __cclean_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__cclean_tokens -p)
    if test -z "$(__cclean_tokens -t)"
        set -l index (count (__cclean_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'cclean' -f
complete -c 'cclean' -n '__cclean_should_offer_completions_for_flags_or_options "cclean"' -l 'verbose' -s 'v' -d 'Say more on standard error; twice: everything.'
complete -c 'cclean' -n '__cclean_should_offer_completions_for_flags_or_options "cclean" Q q quiet' -s 'q' -s 'Q' -l 'quiet' -d 'Failures only on standard error.'
complete -c 'cclean' -n '__cclean_should_offer_completions_for_flags_or_options "cclean" log-level' -l 'log-level' -d 'Says what is at least: debug, info, normal, warn, error, critical.' -rfka ''
complete -c 'cclean' -n '__cclean_should_offer_completions_for_flags_or_options "cclean" log-file' -l 'log-file' -d 'Appends what is said to FILE; failures are said on standard error, too.' -rF
complete -c 'cclean' -n '__cclean_should_offer_completions_for_flags_or_options "cclean" log-also' -l 'log-also' -d 'With --log-file: says all of it there as well: stdout, stderr.' -rfka 'stdout stderr'
complete -c 'cclean' -n '__cclean_should_offer_completions_for_flags_or_options "cclean" log-format' -l 'log-format' -d 'How it is said: plain, cluster (with time and level), json.' -rfka 'plain cluster json'
complete -c 'cclean' -n '__cclean_should_offer_completions_for_flags_or_options "cclean" color' -l 'color' -d 'Colours: auto, always, never.' -rfka 'auto always never'
complete -c 'cclean' -n '__cclean_should_offer_completions_for_flags_or_options "cclean" config' -l 'config' -d 'Reads this configuration.' -rF
complete -c 'cclean' -n '__cclean_should_offer_completions_for_flags_or_options "cclean" V version' -s 'V' -l 'version' -d 'Show the version.'
complete -c 'cclean' -n '__cclean_should_offer_completions_for_flags_or_options "cclean" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'cclean' -n '__cclean_should_offer_completions_for_positional "cclean" -eq 1' -fa 'help' -d 'Show subcommand help information.'
