function __cwait_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __cwait_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __cwait_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __cwait_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __cwait_parse_tokens -S
    set -l unparsed_tokens (__cwait_tokens -pc)
    switch $unparsed_tokens[1]
    case 'cwait'
        __cwait_parse_subcommand -r 1 'a/all' 'u/user=+' 'state=' 'slot' 'm/max-queue-len=' 'r/allow-empty' '0/null' 'backend=' 't/timeout=' 'i/interval=' 'grace=' 'files-timeout=' 'appear=' 'uncertain=' 'max-errors=' 'vanished-ok' 'any' 'fail-fast' 'cancel-rest' 'cancel-on-interrupt' 'exit=' 'notify=' 'p/print' 'ok' 'failed' 'g/get' 'json' 'progress=' 'v/verbose' 'q/quiet' 'log-level=' 'log-file=' 'log-also=' 'log-format=' 'color=' 'config=' 'V/version' 'h/help'
        switch $unparsed_tokens[1]
        case 'help'
            __cwait_parse_subcommand -r 1 
        end
    end
end

function __cwait_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __cwait_parse_subcommand -S -a positional_count
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

function __cwait_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __cwait_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__cwait_tokens -p)
    if test -z "$(__cwait_tokens -t)"
        set -l index (count (__cwait_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'cwait' -f
complete -c 'cwait' -n '__cwait_should_offer_completions_for_flags_or_options "cwait" a all' -l 'all' -s 'a' -d 'All of my jobs that have not ended.'
complete -c 'cwait' -n '__cwait_should_offer_completions_for_flags_or_options "cwait"' -s 'u' -l 'user' -d 'All jobs of these users that have not ended: me, all, a name or a number.' -rfka ''
complete -c 'cwait' -n '__cwait_should_offer_completions_for_flags_or_options "cwait" state' -l 'state' -d 'Wait until the jobs are in this state, or have ended: running, held.' -rfka ''
complete -c 'cwait' -n '__cwait_should_offer_completions_for_flags_or_options "cwait" slot' -l 'slot' -d 'Wait until the queue has room for one more job.'
complete -c 'cwait' -n '__cwait_should_offer_completions_for_flags_or_options "cwait" m max-queue-len' -s 'm' -l 'max-queue-len' -d 'With --slot: until it is shorter than N.' -rfka ''
complete -c 'cwait' -n '__cwait_should_offer_completions_for_flags_or_options "cwait" allow-empty r' -s 'r' -l 'allow-empty' -d 'No IDs on standard input is fine.'
complete -c 'cwait' -n '__cwait_should_offer_completions_for_flags_or_options "cwait" 0 null' -s '0' -l 'null' -d 'IDs end with NUL, in and out.'
complete -c 'cwait' -n '__cwait_should_offer_completions_for_flags_or_options "cwait" backend qtype' -l 'backend' -l 'qtype' -d 'What carries it out: auto, local, slurm, torque, pbs.' -rfka 'auto local normal slurm torque pbs openpbs'
complete -c 'cwait' -n '__cwait_should_offer_completions_for_positional "cwait" -ge 1' -fka '(cqueue -I)'
complete -c 'cwait' -n '__cwait_should_offer_completions_for_flags_or_options "cwait" t timeout' -s 't' -l 'timeout' -d 'Give up after this long, with 124: 90, 90s, 2h.' -rfka ''
complete -c 'cwait' -n '__cwait_should_offer_completions_for_flags_or_options "cwait" i interval' -s 'i' -l 'interval' -d 'Time between two questions to a batch system.' -rfka ''
complete -c 'cwait' -n '__cwait_should_offer_completions_for_flags_or_options "cwait" grace' -l 'grace' -d 'Wait this long once more when all is over.' -rfka ''
complete -c 'cwait' -n '__cwait_should_offer_completions_for_flags_or_options "cwait" files-timeout' -l 'files-timeout' -d 'Time that the files of an ended job may take to appear.' -rfka ''
complete -c 'cwait' -n '__cwait_should_offer_completions_for_flags_or_options "cwait" appear' -l 'appear' -d 'Time that a job that nobody knows may take to appear (30s).' -rfka ''
complete -c 'cwait' -n '__cwait_should_offer_completions_for_flags_or_options "cwait" uncertain' -l 'uncertain' -d 'Give up a job that was suspended or queued again for so long.' -rfka ''
complete -c 'cwait' -n '__cwait_should_offer_completions_for_flags_or_options "cwait" max-errors' -l 'max-errors' -d 'Give up when a batch system does not answer N times in a row.' -rfka ''
complete -c 'cwait' -n '__cwait_should_offer_completions_for_flags_or_options "cwait" vanished-ok' -l 'vanished-ok' -d 'A job that left the queue without a trace counts as 0.'
complete -c 'cwait' -n '__cwait_should_offer_completions_for_flags_or_options "cwait" any' -l 'any' -d 'Stop at the first job that ends, and write its ID.'
complete -c 'cwait' -n '__cwait_should_offer_completions_for_flags_or_options "cwait" fail-fast' -l 'fail-fast' -d 'Stop at the first job that does not end with 0.'
complete -c 'cwait' -n '__cwait_should_offer_completions_for_flags_or_options "cwait" cancel-rest' -l 'cancel-rest' -d 'With --fail-fast or --any: cancel the others then.'
complete -c 'cwait' -n '__cwait_should_offer_completions_for_flags_or_options "cwait" cancel-on-interrupt' -l 'cancel-on-interrupt' -d 'Cancel the jobs when a signal stops the waiting.'
complete -c 'cwait' -n '__cwait_should_offer_completions_for_flags_or_options "cwait" exit' -l 'exit' -d 'The exit status: worst or first failure, 0 for any success, or a count.' -rfka 'worst any first count'
complete -c 'cwait' -n '__cwait_should_offer_completions_for_flags_or_options "cwait" notify' -l 'notify' -d 'Run this by sh at the end, with IDS and STATUS.' -rfka ''
complete -c 'cwait' -n '__cwait_should_offer_completions_for_flags_or_options "cwait" p print' -l 'print' -s 'p' -d 'Write each ID as its job ends; --ok and --failed choose.'
complete -c 'cwait' -n '__cwait_should_offer_completions_for_flags_or_options "cwait" ok' -l 'ok' -d 'Write the IDs of those that ended with 0.'
complete -c 'cwait' -n '__cwait_should_offer_completions_for_flags_or_options "cwait" failed' -l 'failed' -d 'Write the IDs of those that did not end with 0.'
complete -c 'cwait' -n '__cwait_should_offer_completions_for_flags_or_options "cwait" g get result' -s 'g' -l 'get' -l 'result' -d 'Write what the jobs have written, to standard output and standard error.'
complete -c 'cwait' -n '__cwait_should_offer_completions_for_flags_or_options "cwait" json' -l 'json' -d 'With --get: as one JSON document, with how they ended.'
complete -c 'cwait' -n '__cwait_should_offer_completions_for_flags_or_options "cwait" progress' -l 'progress' -d 'Say how far the jobs are: auto is on a terminal.' -rfka 'auto always never'
complete -c 'cwait' -n '__cwait_should_offer_completions_for_flags_or_options "cwait"' -l 'verbose' -s 'v' -d 'Say more on standard error; twice: everything.'
complete -c 'cwait' -n '__cwait_should_offer_completions_for_flags_or_options "cwait" Q q quiet' -s 'q' -s 'Q' -l 'quiet' -d 'Failures only on standard error.'
complete -c 'cwait' -n '__cwait_should_offer_completions_for_flags_or_options "cwait" log-level' -l 'log-level' -d 'Says what is at least: debug, info, normal, warn, error, critical.' -rfka ''
complete -c 'cwait' -n '__cwait_should_offer_completions_for_flags_or_options "cwait" log-file' -l 'log-file' -d 'Appends what is said to FILE; failures are said on standard error, too.' -rF
complete -c 'cwait' -n '__cwait_should_offer_completions_for_flags_or_options "cwait" log-also' -l 'log-also' -d 'With --log-file: says all of it there as well: stdout, stderr.' -rfka 'stdout stderr'
complete -c 'cwait' -n '__cwait_should_offer_completions_for_flags_or_options "cwait" log-format' -l 'log-format' -d 'How it is said: plain, cluster (with time and level), json.' -rfka 'plain cluster json'
complete -c 'cwait' -n '__cwait_should_offer_completions_for_flags_or_options "cwait" color' -l 'color' -d 'Colours: auto, always, never.' -rfka 'auto always never'
complete -c 'cwait' -n '__cwait_should_offer_completions_for_flags_or_options "cwait" config' -l 'config' -d 'Reads this configuration.' -rF
complete -c 'cwait' -n '__cwait_should_offer_completions_for_flags_or_options "cwait" V version' -s 'V' -l 'version' -d 'Show the version.'
complete -c 'cwait' -n '__cwait_should_offer_completions_for_flags_or_options "cwait" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'cwait' -n '__cwait_should_offer_completions_for_positional "cwait" -eq 2' -fa 'help' -d 'Show subcommand help information.'
