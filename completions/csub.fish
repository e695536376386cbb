function __csub_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __csub_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __csub_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __csub_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __csub_parse_tokens -S
    set -l unparsed_tokens (__csub_tokens -pc)
    switch $unparsed_tokens[1]
    case 'csub'
        __csub_parse_subcommand -r 1 'J/job-name=' 'c/cores=' 'mem=' 't/time=' 'd/depend=+' 'b/begin=' 'H/hold' 'o/output=' 'e/error=' 'i/input=' 'D/chdir=' 'export=' 'priority=' 'tries=' 'requeue' 'each=' '0/null' 'shell' 'exec' 'm/max-queue-len=' 'no-block' 'W/wait' 'get' 'threads=' 'dry-run' 'Q/quiet' 'V/version' 'h/help'
        switch $unparsed_tokens[1]
        case 'help'
            __csub_parse_subcommand -r 1 
        end
    end
end

function __csub_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __csub_parse_subcommand -S -a positional_count
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

function __csub_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __csub_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__csub_tokens -p)
    if test -z "$(__csub_tokens -t)"
        set -l index (count (__csub_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'csub' -f
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" J job-name name' -s 'J' -l 'job-name' -l 'name' -d 'Name of the job; else the command\'s.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" c cores cpus cpus-per-task' -s 'c' -l 'cores' -l 'cpus-per-task' -l 'cpus' -d 'Cores it holds (1).' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" mem' -l 'mem' -d 'Memory it holds: 4000 (MiB), 512K, 16G, none.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" t time walltime' -s 't' -l 'time' -l 'walltime' -d 'Ends it after this long: 90 (minutes), 90s, 2h, 1-12:00:00.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub"' -s 'd' -l 'depend' -l 'dependency' -l 'after' -d 'Starts after these jobs: L7, afterany:L7:L8, singleton; - reads them from stdin.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" b begin' -s 'b' -l 'begin' -d 'Starts not before: 16:00, now+1hour, 2026-12-24T18:00.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" H hold' -s 'H' -l 'hold' -d 'Waits until it is released.'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" o output' -s 'o' -l 'output' -d 'Its standard output; %j is the ID, %x the name.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" e error' -s 'e' -l 'error' -d 'Its standard error; else as the output, or NAME.N.cluster.err.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" i input' -s 'i' -l 'input' -d 'Its standard input.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" D chdir cwd dir' -s 'D' -l 'chdir' -l 'dir' -l 'cwd' -d 'Runs there.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" export' -l 'export' -d 'Its environment: ALL, NONE, VAR, VAR=VALUE, comma between.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" priority' -l 'priority' -d 'Higher starts first (0).' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" tries' -l 'tries' -d 'Runs it up to N times until it ends with 0 (1).' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" requeue' -l 'requeue' -d 'Runs it again if its ending is lost.'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" each' -l 'each' -d 'One job for each line of stdin, or each word behind \':::\'; {} is the line.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" 0 null' -s '0' -l 'null' -d 'Input for --each ends with NUL, not newline.'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" shell' -l 'shell' -d 'Reads a lone operand as text for a shell.'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" exec' -l 'exec' -d 'Reads a lone operand as a program\'s name.'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" m max-queue-len' -s 'm' -l 'max-queue-len' -d 'Waits until the queue is shorter than N (0: never).' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" no-block' -l 'no-block' -d 'Ends with 75 instead of waiting for the queue.'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" W wait' -s 'W' -l 'wait' -d 'Waits for the jobs and ends as they do.'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" get' -l 'get' -d 'With --wait: writes their output.'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" threads' -l 'threads' -d 'Cores that the local queue\'s jobs share from now on (0: all).' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" dry-run' -l 'dry-run' -d 'Submits nothing; writes what would run.'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" Q quiet' -s 'Q' -l 'quiet' -d 'No notices on standard error.'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" V version' -s 'V' -l 'version' -d 'Show the version.'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'csub' -n '__csub_should_offer_completions_for_positional "csub" -eq 1' -fa 'help' -d 'Show subcommand help information.'
