function __cprofile_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __cprofile_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __cprofile_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __cprofile_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __cprofile_parse_tokens -S
    set -l unparsed_tokens (__cprofile_tokens -pc)
    switch $unparsed_tokens[1]
    case 'cprofile'
        __cprofile_parse_subcommand 0 'v/verbose' 'q/quiet' 'log-level=' 'log-file=' 'log-also=' 'log-format=' 'color=' 'config=' 'V/version' 'h/help'
        switch $unparsed_tokens[1]
        case 'list'
            __cprofile_parse_subcommand 0 'json' 'v/verbose' 'q/quiet' 'log-level=' 'log-file=' 'log-also=' 'log-format=' 'color=' 'config=' 'V/version' 'h/help'
        case 'show'
            __cprofile_parse_subcommand -r 1 'origin' 'json' 'v/verbose' 'q/quiet' 'log-level=' 'log-file=' 'log-also=' 'log-format=' 'color=' 'config=' 'V/version' 'h/help'
        case 'set'
            __cprofile_parse_subcommand -r 2 'user' 'site' 'n/dry-run' 'v/verbose' 'q/quiet' 'log-level=' 'log-file=' 'log-also=' 'log-format=' 'color=' 'config=' 'V/version' 'h/help'
        case 'unset'
            __cprofile_parse_subcommand -r 2 'user' 'site' 'n/dry-run' 'v/verbose' 'q/quiet' 'log-level=' 'log-file=' 'log-also=' 'log-format=' 'color=' 'config=' 'V/version' 'h/help'
        case 'delete'
            __cprofile_parse_subcommand -r 2 'user' 'site' 'n/dry-run' 'v/verbose' 'q/quiet' 'log-level=' 'log-file=' 'log-also=' 'log-format=' 'color=' 'config=' 'V/version' 'h/help'
        case 'edit'
            __cprofile_parse_subcommand 0 'user' 'site' 'v/verbose' 'q/quiet' 'log-level=' 'log-file=' 'log-also=' 'log-format=' 'color=' 'config=' 'V/version' 'h/help'
        case 'config'
            __cprofile_parse_subcommand 0 'h/help'
            switch $unparsed_tokens[1]
            case 'get'
                __cprofile_parse_subcommand 1 'default=' 'create' 'user' 'site' 'n/dry-run' 'v/verbose' 'q/quiet' 'log-level=' 'log-file=' 'log-also=' 'log-format=' 'color=' 'config=' 'V/version' 'h/help'
            case 'set'
                __cprofile_parse_subcommand 2 'user' 'site' 'n/dry-run' 'v/verbose' 'q/quiet' 'log-level=' 'log-file=' 'log-also=' 'log-format=' 'color=' 'config=' 'V/version' 'h/help'
            case 'unset'
                __cprofile_parse_subcommand 1 'user' 'site' 'n/dry-run' 'v/verbose' 'q/quiet' 'log-level=' 'log-file=' 'log-also=' 'log-format=' 'color=' 'config=' 'V/version' 'h/help'
            case 'list'
                __cprofile_parse_subcommand 0 'origin' 'json' 'v/verbose' 'q/quiet' 'log-level=' 'log-file=' 'log-also=' 'log-format=' 'color=' 'config=' 'V/version' 'h/help'
            end
        case 'path'
            __cprofile_parse_subcommand 0 'user' 'site' 'v/verbose' 'q/quiet' 'log-level=' 'log-file=' 'log-also=' 'log-format=' 'color=' 'config=' 'V/version' 'h/help'
        case 'migrate'
            __cprofile_parse_subcommand 0 'v/verbose' 'q/quiet' 'log-level=' 'log-file=' 'log-also=' 'log-format=' 'color=' 'config=' 'V/version' 'h/help'
        case 'help'
            __cprofile_parse_subcommand -r 1 
        end
    end
end

function __cprofile_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __cprofile_parse_subcommand -S -a positional_count
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

function __cprofile_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __cprofile_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__cprofile_tokens -p)
    if test -z "$(__cprofile_tokens -t)"
        set -l index (count (__cprofile_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'cprofile' -f
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile"' -l 'verbose' -s 'v' -d 'Say more on standard error; twice: everything.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile" Q q quiet' -s 'q' -s 'Q' -l 'quiet' -d 'Failures only on standard error.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile" log-level' -l 'log-level' -d 'Says what is at least: debug, info, normal, warn, error, critical.' -rfka ''
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile" log-file' -l 'log-file' -d 'Appends what is said to FILE; failures are said on standard error, too.' -rF
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile" log-also' -l 'log-also' -d 'With --log-file: says all of it there as well: stdout, stderr.' -rfka 'stdout stderr'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile" log-format' -l 'log-format' -d 'How it is said: plain, cluster (with time and level), json.' -rfka 'plain cluster json'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile" color' -l 'color' -d 'Colours: auto, always, never.' -rfka 'auto always never'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile" config' -l 'config' -d 'Reads this configuration.' -rF
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile" V version' -s 'V' -l 'version' -d 'Show the version.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_positional "cprofile" -eq 1' -fa 'list' -d 'List the profiles\' names.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_positional "cprofile" -eq 1' -fa 'show' -d 'Show what profiles say, all of them or those named.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_positional "cprofile" -eq 1' -fa 'set' -d 'Give options of a profile values.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_positional "cprofile" -eq 1' -fa 'unset' -d 'Take options out of a profile.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_positional "cprofile" -eq 1' -fa 'delete' -d 'Remove a profile, or some of its options; \'default\' becomes what it was.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_positional "cprofile" -eq 1' -fa 'edit' -d 'Edit the file with $VISUAL or $EDITOR; a file with faults is not put in place.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_positional "cprofile" -eq 1' -fa 'config' -d 'Get, set, unset or list settings.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_positional "cprofile" -eq 1' -fa 'path' -d 'Write the path of the file that is read and written.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_positional "cprofile" -eq 1' -fa 'migrate' -d 'Copy an older program\'s file to the place of ours, and say so in the old one.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_positional "cprofile" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile list" json' -l 'json' -d 'One JSON document of all profiles.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile list"' -l 'verbose' -s 'v' -d 'Say more on standard error; twice: everything.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile list" Q q quiet' -s 'q' -s 'Q' -l 'quiet' -d 'Failures only on standard error.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile list" log-level' -l 'log-level' -d 'Says what is at least: debug, info, normal, warn, error, critical.' -rfka ''
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile list" log-file' -l 'log-file' -d 'Appends what is said to FILE; failures are said on standard error, too.' -rF
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile list" log-also' -l 'log-also' -d 'With --log-file: says all of it there as well: stdout, stderr.' -rfka 'stdout stderr'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile list" log-format' -l 'log-format' -d 'How it is said: plain, cluster (with time and level), json.' -rfka 'plain cluster json'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile list" color' -l 'color' -d 'Colours: auto, always, never.' -rfka 'auto always never'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile list" config' -l 'config' -d 'Reads this configuration.' -rF
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile list" V version' -s 'V' -l 'version' -d 'Show the version.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile list" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile show" origin' -l 'origin' -d 'Show where each value comes from.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile show" json' -l 'json' -d 'One JSON document.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile show"' -l 'verbose' -s 'v' -d 'Say more on standard error; twice: everything.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile show" Q q quiet' -s 'q' -s 'Q' -l 'quiet' -d 'Failures only on standard error.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile show" log-level' -l 'log-level' -d 'Says what is at least: debug, info, normal, warn, error, critical.' -rfka ''
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile show" log-file' -l 'log-file' -d 'Appends what is said to FILE; failures are said on standard error, too.' -rF
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile show" log-also' -l 'log-also' -d 'With --log-file: says all of it there as well: stdout, stderr.' -rfka 'stdout stderr'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile show" log-format' -l 'log-format' -d 'How it is said: plain, cluster (with time and level), json.' -rfka 'plain cluster json'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile show" color' -l 'color' -d 'Colours: auto, always, never.' -rfka 'auto always never'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile show" config' -l 'config' -d 'Reads this configuration.' -rF
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile show" V version' -s 'V' -l 'version' -d 'Show the version.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_positional "cprofile show" -ge 1' -fka '(cprofile)'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile show" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile set" user' -l 'user' -d 'The user\'s file, or the site\'s.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile set" site' -l 'site' -d 'The user\'s file, or the site\'s.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile set" dry-run n' -s 'n' -l 'dry-run' -d 'Write nothing; show the file as it would be.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile set"' -l 'verbose' -s 'v' -d 'Say more on standard error; twice: everything.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile set" Q q quiet' -s 'q' -s 'Q' -l 'quiet' -d 'Failures only on standard error.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile set" log-level' -l 'log-level' -d 'Says what is at least: debug, info, normal, warn, error, critical.' -rfka ''
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile set" log-file' -l 'log-file' -d 'Appends what is said to FILE; failures are said on standard error, too.' -rF
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile set" log-also' -l 'log-also' -d 'With --log-file: says all of it there as well: stdout, stderr.' -rfka 'stdout stderr'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile set" log-format' -l 'log-format' -d 'How it is said: plain, cluster (with time and level), json.' -rfka 'plain cluster json'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile set" color' -l 'color' -d 'Colours: auto, always, never.' -rfka 'auto always never'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile set" config' -l 'config' -d 'Reads this configuration.' -rF
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile set" V version' -s 'V' -l 'version' -d 'Show the version.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_positional "cprofile set" -eq 1' -fka '(cprofile)'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile set" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile unset" user' -l 'user' -d 'The user\'s file, or the site\'s.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile unset" site' -l 'site' -d 'The user\'s file, or the site\'s.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile unset" dry-run n' -s 'n' -l 'dry-run' -d 'Write nothing; show the file as it would be.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile unset"' -l 'verbose' -s 'v' -d 'Say more on standard error; twice: everything.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile unset" Q q quiet' -s 'q' -s 'Q' -l 'quiet' -d 'Failures only on standard error.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile unset" log-level' -l 'log-level' -d 'Says what is at least: debug, info, normal, warn, error, critical.' -rfka ''
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile unset" log-file' -l 'log-file' -d 'Appends what is said to FILE; failures are said on standard error, too.' -rF
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile unset" log-also' -l 'log-also' -d 'With --log-file: says all of it there as well: stdout, stderr.' -rfka 'stdout stderr'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile unset" log-format' -l 'log-format' -d 'How it is said: plain, cluster (with time and level), json.' -rfka 'plain cluster json'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile unset" color' -l 'color' -d 'Colours: auto, always, never.' -rfka 'auto always never'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile unset" config' -l 'config' -d 'Reads this configuration.' -rF
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile unset" V version' -s 'V' -l 'version' -d 'Show the version.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_positional "cprofile unset" -eq 1' -fka '(cprofile)'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile unset" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile delete" user' -l 'user' -d 'The user\'s file, or the site\'s.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile delete" site' -l 'site' -d 'The user\'s file, or the site\'s.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile delete" dry-run n' -s 'n' -l 'dry-run' -d 'Write nothing; show the file as it would be.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile delete"' -l 'verbose' -s 'v' -d 'Say more on standard error; twice: everything.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile delete" Q q quiet' -s 'q' -s 'Q' -l 'quiet' -d 'Failures only on standard error.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile delete" log-level' -l 'log-level' -d 'Says what is at least: debug, info, normal, warn, error, critical.' -rfka ''
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile delete" log-file' -l 'log-file' -d 'Appends what is said to FILE; failures are said on standard error, too.' -rF
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile delete" log-also' -l 'log-also' -d 'With --log-file: says all of it there as well: stdout, stderr.' -rfka 'stdout stderr'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile delete" log-format' -l 'log-format' -d 'How it is said: plain, cluster (with time and level), json.' -rfka 'plain cluster json'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile delete" color' -l 'color' -d 'Colours: auto, always, never.' -rfka 'auto always never'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile delete" config' -l 'config' -d 'Reads this configuration.' -rF
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile delete" V version' -s 'V' -l 'version' -d 'Show the version.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_positional "cprofile delete" -eq 1' -fka '(cprofile)'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile delete" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile edit" user' -l 'user' -d 'The user\'s file, or the site\'s.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile edit" site' -l 'site' -d 'The user\'s file, or the site\'s.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile edit"' -l 'verbose' -s 'v' -d 'Say more on standard error; twice: everything.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile edit" Q q quiet' -s 'q' -s 'Q' -l 'quiet' -d 'Failures only on standard error.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile edit" log-level' -l 'log-level' -d 'Says what is at least: debug, info, normal, warn, error, critical.' -rfka ''
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile edit" log-file' -l 'log-file' -d 'Appends what is said to FILE; failures are said on standard error, too.' -rF
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile edit" log-also' -l 'log-also' -d 'With --log-file: says all of it there as well: stdout, stderr.' -rfka 'stdout stderr'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile edit" log-format' -l 'log-format' -d 'How it is said: plain, cluster (with time and level), json.' -rfka 'plain cluster json'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile edit" color' -l 'color' -d 'Colours: auto, always, never.' -rfka 'auto always never'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile edit" config' -l 'config' -d 'Reads this configuration.' -rF
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile edit" V version' -s 'V' -l 'version' -d 'Show the version.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile edit" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_positional "cprofile config" -eq 1' -fa 'get' -d 'Write a setting\'s value, a section, or everything.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_positional "cprofile config" -eq 1' -fa 'set' -d 'Give a setting a value.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_positional "cprofile config" -eq 1' -fa 'unset' -d 'Remove a setting, or a whole section.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_positional "cprofile config" -eq 1' -fa 'list' -d 'List all settings that hold, built-in ones among them.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config get" default' -l 'default' -d 'Write this where there is no value.' -rfka ''
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config get" create' -l 'create' -d 'Write the default into the file, too.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config get" user' -l 'user' -d 'The user\'s file, or the site\'s.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config get" site' -l 'site' -d 'The user\'s file, or the site\'s.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config get" dry-run n' -s 'n' -l 'dry-run' -d 'Write nothing; show the file as it would be.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config get"' -l 'verbose' -s 'v' -d 'Say more on standard error; twice: everything.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config get" Q q quiet' -s 'q' -s 'Q' -l 'quiet' -d 'Failures only on standard error.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config get" log-level' -l 'log-level' -d 'Says what is at least: debug, info, normal, warn, error, critical.' -rfka ''
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config get" log-file' -l 'log-file' -d 'Appends what is said to FILE; failures are said on standard error, too.' -rF
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config get" log-also' -l 'log-also' -d 'With --log-file: says all of it there as well: stdout, stderr.' -rfka 'stdout stderr'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config get" log-format' -l 'log-format' -d 'How it is said: plain, cluster (with time and level), json.' -rfka 'plain cluster json'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config get" color' -l 'color' -d 'Colours: auto, always, never.' -rfka 'auto always never'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config get" config' -l 'config' -d 'Reads this configuration.' -rF
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config get" V version' -s 'V' -l 'version' -d 'Show the version.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config get" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config set" user' -l 'user' -d 'The user\'s file, or the site\'s.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config set" site' -l 'site' -d 'The user\'s file, or the site\'s.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config set" dry-run n' -s 'n' -l 'dry-run' -d 'Write nothing; show the file as it would be.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config set"' -l 'verbose' -s 'v' -d 'Say more on standard error; twice: everything.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config set" Q q quiet' -s 'q' -s 'Q' -l 'quiet' -d 'Failures only on standard error.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config set" log-level' -l 'log-level' -d 'Says what is at least: debug, info, normal, warn, error, critical.' -rfka ''
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config set" log-file' -l 'log-file' -d 'Appends what is said to FILE; failures are said on standard error, too.' -rF
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config set" log-also' -l 'log-also' -d 'With --log-file: says all of it there as well: stdout, stderr.' -rfka 'stdout stderr'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config set" log-format' -l 'log-format' -d 'How it is said: plain, cluster (with time and level), json.' -rfka 'plain cluster json'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config set" color' -l 'color' -d 'Colours: auto, always, never.' -rfka 'auto always never'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config set" config' -l 'config' -d 'Reads this configuration.' -rF
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config set" V version' -s 'V' -l 'version' -d 'Show the version.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config set" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config unset" user' -l 'user' -d 'The user\'s file, or the site\'s.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config unset" site' -l 'site' -d 'The user\'s file, or the site\'s.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config unset" dry-run n' -s 'n' -l 'dry-run' -d 'Write nothing; show the file as it would be.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config unset"' -l 'verbose' -s 'v' -d 'Say more on standard error; twice: everything.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config unset" Q q quiet' -s 'q' -s 'Q' -l 'quiet' -d 'Failures only on standard error.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config unset" log-level' -l 'log-level' -d 'Says what is at least: debug, info, normal, warn, error, critical.' -rfka ''
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config unset" log-file' -l 'log-file' -d 'Appends what is said to FILE; failures are said on standard error, too.' -rF
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config unset" log-also' -l 'log-also' -d 'With --log-file: says all of it there as well: stdout, stderr.' -rfka 'stdout stderr'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config unset" log-format' -l 'log-format' -d 'How it is said: plain, cluster (with time and level), json.' -rfka 'plain cluster json'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config unset" color' -l 'color' -d 'Colours: auto, always, never.' -rfka 'auto always never'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config unset" config' -l 'config' -d 'Reads this configuration.' -rF
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config unset" V version' -s 'V' -l 'version' -d 'Show the version.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config unset" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config list" origin' -l 'origin' -d 'Show where each value comes from.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config list" json' -l 'json' -d 'One JSON document.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config list"' -l 'verbose' -s 'v' -d 'Say more on standard error; twice: everything.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config list" Q q quiet' -s 'q' -s 'Q' -l 'quiet' -d 'Failures only on standard error.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config list" log-level' -l 'log-level' -d 'Says what is at least: debug, info, normal, warn, error, critical.' -rfka ''
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config list" log-file' -l 'log-file' -d 'Appends what is said to FILE; failures are said on standard error, too.' -rF
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config list" log-also' -l 'log-also' -d 'With --log-file: says all of it there as well: stdout, stderr.' -rfka 'stdout stderr'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config list" log-format' -l 'log-format' -d 'How it is said: plain, cluster (with time and level), json.' -rfka 'plain cluster json'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config list" color' -l 'color' -d 'Colours: auto, always, never.' -rfka 'auto always never'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config list" config' -l 'config' -d 'Reads this configuration.' -rF
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config list" V version' -s 'V' -l 'version' -d 'Show the version.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile config list" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile path" user' -l 'user' -d 'The user\'s file, or the site\'s.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile path" site' -l 'site' -d 'The user\'s file, or the site\'s.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile path"' -l 'verbose' -s 'v' -d 'Say more on standard error; twice: everything.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile path" Q q quiet' -s 'q' -s 'Q' -l 'quiet' -d 'Failures only on standard error.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile path" log-level' -l 'log-level' -d 'Says what is at least: debug, info, normal, warn, error, critical.' -rfka ''
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile path" log-file' -l 'log-file' -d 'Appends what is said to FILE; failures are said on standard error, too.' -rF
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile path" log-also' -l 'log-also' -d 'With --log-file: says all of it there as well: stdout, stderr.' -rfka 'stdout stderr'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile path" log-format' -l 'log-format' -d 'How it is said: plain, cluster (with time and level), json.' -rfka 'plain cluster json'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile path" color' -l 'color' -d 'Colours: auto, always, never.' -rfka 'auto always never'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile path" config' -l 'config' -d 'Reads this configuration.' -rF
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile path" V version' -s 'V' -l 'version' -d 'Show the version.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile path" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile migrate"' -l 'verbose' -s 'v' -d 'Say more on standard error; twice: everything.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile migrate" Q q quiet' -s 'q' -s 'Q' -l 'quiet' -d 'Failures only on standard error.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile migrate" log-level' -l 'log-level' -d 'Says what is at least: debug, info, normal, warn, error, critical.' -rfka ''
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile migrate" log-file' -l 'log-file' -d 'Appends what is said to FILE; failures are said on standard error, too.' -rF
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile migrate" log-also' -l 'log-also' -d 'With --log-file: says all of it there as well: stdout, stderr.' -rfka 'stdout stderr'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile migrate" log-format' -l 'log-format' -d 'How it is said: plain, cluster (with time and level), json.' -rfka 'plain cluster json'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile migrate" color' -l 'color' -d 'Colours: auto, always, never.' -rfka 'auto always never'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile migrate" config' -l 'config' -d 'Reads this configuration.' -rF
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile migrate" V version' -s 'V' -l 'version' -d 'Show the version.'
complete -c 'cprofile' -n '__cprofile_should_offer_completions_for_flags_or_options "cprofile migrate" h help' -s 'h' -l 'help' -d 'Show help information.'
