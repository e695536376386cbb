function __cqueue_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __cqueue_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __cqueue_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __cqueue_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __cqueue_parse_tokens -S
    set -l unparsed_tokens (__cqueue_tokens -pc)
    switch $unparsed_tokens[1]
    case 'cqueue'
        __cqueue_parse_subcommand -r 1 'u/user=+' 'me' 'all-users' 'a/all' 't/state=+' 'n/name=+' 'j/jobs=+' 'p/partition=+' 'account=+' 'since=' 'refresh' 'cached' 'backend=' 'I/ids' 'l/long' 'count' 'stats' 'json' 'jsonl' 'parsable' 'o/format=+' 'S/sort=+' 'no-header' 'stdout' 'stderr' 'script' 'path' 'follow' 'w/watch' 'interval=' 'cancel' 'signal=' 'hold' 'release' 'requeue' 'pause' 'unpause' 'check' 'backends' 'can-submit' 'm/max-queue-len=' '0/null' 'v/verbose' 'q/quiet' 'log-level=' 'log-file=' 'log-also=' 'log-format=' 'color=' 'config=' 'V/version' 'h/help'
        switch $unparsed_tokens[1]
        case 'help'
            __cqueue_parse_subcommand -r 1 
        end
    end
end

function __cqueue_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __cqueue_parse_subcommand -S -a positional_count
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

function __cqueue_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __cqueue_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__cqueue_tokens -p)
    if test -z "$(__cqueue_tokens -t)"
        set -l index (count (__cqueue_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'cqueue' -f
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue"' -s 'u' -l 'user' -d 'Jobs of these users: me, all, a name or a number (me).' -rfka ''
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue" me' -l 'me' -d 'Jobs of mine.'
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue" all-users' -l 'all-users' -d 'Jobs of everybody.'
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue" a all' -l 'all' -s 'a' -d 'Also jobs that have ended.'
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue"' -s 't' -l 'state' -d 'Jobs in these states: pending, running, failed, PD, R, active, done, bad.' -rfka ''
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue"' -s 'n' -l 'name' -d 'Jobs whose name fits this pattern.' -rfka ''
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue"' -s 'j' -l 'jobs' -d 'Jobs of these IDs.' -rfka ''
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue"' -s 'p' -l 'partition' -d 'Jobs in these partitions or queues.' -rfka ''
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue"' -l 'account' -d 'Jobs charged to these accounts.' -rfka ''
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue" since' -l 'since' -d 'Jobs submitted since then: 2h, today, 2026-11-22T08:00.' -rfka ''
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue" refresh' -l 'refresh' -d 'Ask the batch system now.'
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue" cached' -l 'cached' -d 'Don\'t ask it: show what it said last.'
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue" backend qtype' -l 'backend' -l 'qtype' -d 'What carries it out: auto, local, slurm, torque, pbs.' -rfka 'auto local normal slurm torque pbs openpbs'
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_positional "cqueue" -ge 1' -fka '(cqueue -a -I)'
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue" I ids' -s 'I' -l 'ids' -d 'IDs only.'
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue" l long' -l 'long' -s 'l' -d 'Everything about each job.'
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue" count' -l 'count' -d 'How many.'
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue" stats' -l 'stats' -d 'How many in each state.'
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue" json' -l 'json' -d 'One JSON document.'
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue" jsonl' -l 'jsonl' -d 'A JSON object a line.'
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue" parsable' -l 'parsable' -d 'Fields with \'|\' between, no heading.'
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue"' -s 'o' -l 'format' -d 'Columns, with commas between; \'help\' lists them.' -rfka 'help id name user backend queue account st state native_state reason disappeared cores nodes node_list memory priority workdir command deps begin submit start end time elapsed time_limit tries attempts exitcode signal exit_status user_time system_time maxrss stdout stderr stdin script'
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue"' -s 'S' -l 'sort' -d 'Sort by these fields; \'-\' before one turns its order around.' -rfka 'id name user backend queue account st state native_state reason disappeared cores nodes node_list memory priority workdir command deps begin submit start end time elapsed time_limit tries attempts exitcode signal exit_status user_time system_time maxrss stdout stderr stdin script'
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue" no-header' -l 'no-header' -d 'No heading.'
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue" stdout' -l 'stdout' -d 'What the jobs wrote to standard output.'
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue" stderr' -l 'stderr' -d 'What the jobs wrote to standard error.'
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue" script' -l 'script' -d 'What the jobs run.'
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue" path' -l 'path' -d 'The paths of the jobs\' files.'
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue" follow' -l 'follow' -d 'What a job writes, as it writes it, until it ends.'
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue" w watch' -l 'watch' -s 'w' -d 'Show it again and again, on a terminal.'
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue" interval' -l 'interval' -d 'Seconds between, with --watch (2).' -rfka ''
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue" cancel' -l 'cancel' -d 'End them: SIGTERM, and SIGKILL after ten seconds.'
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue" signal' -l 'signal' -d 'Send this signal to those that run.' -rfka ''
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue" hold' -l 'hold' -d 'Don\'t start them until they are released.'
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue" release' -l 'release' -d 'Let held ones start.'
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue" requeue' -l 'requeue' -d 'Let a batch system run them again.'
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue" pause' -l 'pause' -d 'Start no job of the local queue.'
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue" unpause' -l 'unpause' -d 'Go on starting jobs.'
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue" check' -l 'check' -d 'Look for faults in the queue\'s files; changes nothing.'
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue" backends' -l 'backends' -d 'Tell what carries jobs out, why, and what was looked for.'
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue" can-submit' -l 'can-submit' -d 'End with 0 if the queue is shorter than -m, else 1.'
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue" m max-queue-len' -s 'm' -l 'max-queue-len' -d 'The length that --can-submit goes by; 0 for any.' -rfka ''
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue" 0 null' -s '0' -l 'null' -d 'IDs end with NUL, in and out.'
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue"' -l 'verbose' -s 'v' -d 'Say more on standard error; twice: everything.'
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue" Q q quiet' -s 'q' -s 'Q' -l 'quiet' -d 'Failures only on standard error.'
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue" log-level' -l 'log-level' -d 'Says what is at least: debug, info, normal, warn, error, critical.' -rfka ''
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue" log-file' -l 'log-file' -d 'Appends what is said to FILE; failures are said on standard error, too.' -rF
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue" log-also' -l 'log-also' -d 'With --log-file: says all of it there as well: stdout, stderr.' -rfka 'stdout stderr'
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue" log-format' -l 'log-format' -d 'How it is said: plain, cluster (with time and level), json.' -rfka 'plain cluster json'
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue" color' -l 'color' -d 'Colours: auto, always, never.' -rfka 'auto always never'
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue" config' -l 'config' -d 'Reads this configuration.' -rF
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue" V version' -s 'V' -l 'version' -d 'Show the version.'
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_flags_or_options "cqueue" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'cqueue' -n '__cqueue_should_offer_completions_for_positional "cqueue" -eq 2' -fa 'help' -d 'Show subcommand help information.'
