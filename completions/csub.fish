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
        __csub_parse_subcommand -r 1 'J/job-name=' 'N/nodes=' 'c/cores=' 'mem=' 'mem-per-cpu=' 'G/gpus=' 'gres=' 't/time=' 'ntasks-per-node=' 'exclusive' 'p/partition=' 'A/account=' 'qos=' 'C/features=' 'nodelist=' 'exclude=' 'reservation=' 'licenses=' 'd/depend=' 'b/begin=' 'deadline=' 'a/array=' 'H/hold' 'kill-on-invalid-dep=' 'priority=' 'nice=' 'tries=' 'requeue' 'no-requeue' 'o/output=' 'e/error=' 'i/input=' 'D/chdir=' 'script-dir=' 'out-dir=' 'suffix=' 'export=' 'modules=' 'prologue=' 'signal=' 'comment=' 'mail-user=' 'mail-type=' 'native=' 'each=' '0/null' 'colsep=' 'chunk=' 'max-running=' 'f/file' 'track' 'resubmit' 'srun' 'depend-missing-ok' 'shell' 'exec' 'P/profile=' 'O/option=' 'l/resource-list=' 'skip=' 'config=' 'backend=' 'm/max-queue-len=' 'no-block' 'if-absent' 'no-id' 'W/wait' 'max-fails=' 'get' 'threads=' 'dry-run' 'write' 'test-only' 'check' 'render' 'list-options' 'format=' 'v/verbose' 'Q/quiet' 'log-level=' 'log-file=' 'log-also=' 'log-format=' 'color=' 'V/version' 'h/help'
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
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" N nodes' -s 'N' -l 'nodes' -d 'Machines it holds (1).' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" c cores cpus cpus-per-task' -s 'c' -l 'cores' -l 'cpus-per-task' -l 'cpus' -d 'Cores it holds, on each node (1).' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" mem memory' -l 'mem' -l 'memory' -d 'Memory it holds: 4000 (MiB), 512K, 16G, 0 (all), none.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" mem-per-cpu' -l 'mem-per-cpu' -d 'Memory for each of its cores, instead of --mem.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" G gpus' -s 'G' -l 'gpus' -d 'GPUs it holds.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" gres' -l 'gres' -d 'Other resources: gpu:a100:2.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" t time walltime' -s 't' -l 'time' -l 'walltime' -d 'Ends it after this long: 90 (minutes), 90s, 2h, 1-12:00:00.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" ntasks-per-node' -l 'ntasks-per-node' -d 'Tasks that srun starts on each node (1).' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" exclusive' -l 'exclusive' -d 'Has its nodes to itself; locally, all cores.'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" p partition queue' -s 'p' -l 'partition' -l 'queue' -d 'Partition or queue of the batch system.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" A account' -s 'A' -l 'account' -d 'Account to be charged.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" qos' -l 'qos' -d 'Quality of service.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" C constraint features' -s 'C' -l 'features' -l 'constraint' -d 'Features that its nodes must have.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" nodelist' -l 'nodelist' -d 'Runs on these nodes.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" exclude' -l 'exclude' -d 'Does not run on these nodes.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" reservation' -l 'reservation' -d 'Uses this reservation.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" licenses' -l 'licenses' -d 'Licences it holds: matlab:2.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" after d depend dependencies dependency depends' -s 'd' -l 'depend' -l 'depends' -l 'dependency' -l 'dependencies' -l 'after' -d 'Starts after these jobs: L7, afterany:L7:L8, singleton; - reads them from stdin.' -rfka '(cqueue -I)'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" b begin' -s 'b' -l 'begin' -d 'Starts not before: 16:00, now+1hour, 2026-12-24T18:00.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" deadline' -l 'deadline' -d 'Is removed if it can\'t end before.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" a array' -s 'a' -l 'array' -d 'Many jobs of one script: 0-15, 1,3,5-7, 0-99%10.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" H hold' -s 'H' -l 'hold' -d 'Waits until it is released.'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" kill-on-invalid-dep' -l 'kill-on-invalid-dep' -d 'Ends it when what it waits for can\'t happen.' -rfka 'yes no'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" priority' -l 'priority' -d 'Higher starts first (0).' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" nice' -l 'nice' -d 'Lowers its priority by N.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" tries' -l 'tries' -d 'Runs it up to N times until it ends with 0 (1).' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" requeue' -l 'requeue' -d 'Runs it again if its ending is lost.'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" no-requeue' -l 'no-requeue' -d 'Does not run it again, whatever the batch system does by itself.'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" o outfile output stdout' -s 'o' -l 'output' -l 'outfile' -l 'stdout' -d 'Its standard output; %j is the ID, %x the name; .gz and .bz2 compress.' -rF
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" e errfile error stderr' -s 'e' -l 'error' -l 'errfile' -l 'stderr' -d 'Its standard error; else as the output, or NAME.N.cluster.err.' -rF
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" i input' -s 'i' -l 'input' -d 'Its standard input.' -rF
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" D chdir cwd dir runpath' -s 'D' -l 'chdir' -l 'dir' -l 'cwd' -l 'runpath' -d 'Runs there.' -rfa '(__csub_complete_directories)'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" filedir filepath path script-dir scriptdir scriptpath' -l 'script-dir' -l 'filedir' -l 'path' -l 'scriptpath' -l 'scriptdir' -l 'filepath' -d 'Its own files go there: NAME.N.cluster.out and the like.' -rfa '(__csub_complete_directories)'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" out-dir outpath' -l 'out-dir' -l 'outpath' -d 'Its default outputs go there, and not to --script-dir.' -rfa '(__csub_complete_directories)'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" suffix' -l 'suffix' -d 'What stands for cluster in their names.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" env export' -l 'export' -l 'env' -d 'Its environment: ALL, NONE, VAR, VAR=VALUE, comma between.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" modules' -l 'modules' -d 'Environment modules that are loaded before it runs.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" prologue' -l 'prologue' -d 'Shell text before it: conda activate x. It ends with 126 if that fails.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" signal' -l 'signal' -d 'Sends a signal before its time is up.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" comment' -l 'comment' -d 'A remark.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" mail-user' -l 'mail-user' -d 'Who is told of what happens to it.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" mail-type' -l 'mail-type' -d 'What of: BEGIN, END, FAIL, ALL, NONE.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" native' -l 'native' -d 'An option of sbatch or qsub, as it is.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" each' -l 'each' -d 'One job for each line of stdin, or each word behind \':::\'; {} is the line.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" 0 null' -s '0' -l 'null' -d 'Input for --each ends with NUL, not newline.'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" colsep' -l 'colsep' -d 'With --each: lines have columns {1} {2} with TEXT between; \\t is a tab.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" chunk' -l 'chunk' -d 'With --each: a job for N lines; {} is all of them.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" max-running' -l 'max-running' -d 'With --each: at most N of the jobs run at once.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" f file' -s 'f' -l 'file' -d 'The operands are job files: each is submitted as it is.'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" track' -l 'track' -d 'With -f: a script of csub\'s runs the file and keeps its exit status.'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" resubmit' -l 'resubmit' -d 'The operands are IDs: each job is submitted again, as it was.'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" srun' -l 'srun' -d 'On Slurm: srun runs the command, on every node of the job.'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" depend-missing-ok' -l 'depend-missing-ok' -d 'With -d: a job that nobody knows is left out.'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" shell' -l 'shell' -d 'Reads a lone operand as text for a shell.'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" exec' -l 'exec' -d 'Reads a lone operand as a program\'s name.'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" P profile' -s 'P' -l 'profile' -d 'Options of this profile; of several the last counts.' -rfka '(cprofile)'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" O option' -s 'O' -l 'option' -d 'Any option by its keyword: --list-options has them.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" l resource-list' -s 'l' -l 'resource-list' -d 'As for qsub: nodes=2:ppn=4,mem=4gb,walltime=1:00:00.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" skip' -l 'skip' -d 'Leaves an option out, whatever profiles say.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" config' -l 'config' -d 'Reads this configuration.' -rF
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" backend qtype' -l 'backend' -l 'qtype' -d 'What carries it out: auto, local, slurm, torque, pbs.' -rfka 'auto local normal slurm torque pbs openpbs'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" m max-queue-len' -s 'm' -l 'max-queue-len' -d 'Waits until the queue is shorter than N (0: never).' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" no-block' -l 'no-block' -d 'Ends with 75 instead of waiting for the queue.'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" if-absent unique' -l 'if-absent' -l 'unique' -d 'Submits nothing where an unfinished job has that name; writes its ID.'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" no-id' -l 'no-id' -d 'Writes no ID.'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" W wait' -s 'W' -l 'wait' -d 'Waits for the jobs and ends as they do.'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" max-fails' -l 'max-fails' -d 'With --wait: cancels the rest when N have not ended with 0.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" get' -l 'get' -d 'With --wait: writes their output.'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" threads' -l 'threads' -d 'Cores that the local queue\'s jobs share from now on (0: all).' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" dry-run' -l 'dry-run' -d 'Submits nothing; writes what would run, with -v where each value comes from.'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" write' -l 'write' -d 'Submits nothing; writes the job scripts and their paths.'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" test-only' -l 'test-only' -d 'Submits nothing; tells what the batch system says to the jobs.'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" check' -l 'check' -d 'Submits nothing; writes the options as they were read.'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" render' -l 'render' -d 'Writes the directives of KEY=VALUE operands.'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" list-options' -l 'list-options' -d 'Lists every option; --format says how.'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" format' -l 'format' -d 'For --list-options: string, table or json.' -rfka 'string table json'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" v verbose' -s 'v' -l 'verbose' -d 'Says more on standard error; twice: everything.'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" Q quiet' -s 'Q' -l 'quiet' -d 'Failures only on standard error.'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" log-level' -l 'log-level' -d 'Says what is at least: debug, info, normal, warn, error, critical.' -rfka ''
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" log-file' -l 'log-file' -d 'Appends what is said to FILE; failures are said on standard error, too.' -rF
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" log-also' -l 'log-also' -d 'With --log-file: says all of it there as well: stdout, stderr.' -rfka 'stdout stderr'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" log-format' -l 'log-format' -d 'How it is said: plain, cluster (with time and level), json.' -rfka 'plain cluster json'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" color' -l 'color' -d 'Colours: auto, always, never.' -rfka 'auto always never'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" V version' -s 'V' -l 'version' -d 'Show the version.'
complete -c 'csub' -n '__csub_should_offer_completions_for_flags_or_options "csub" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'csub' -n '__csub_should_offer_completions_for_positional "csub" -eq 1' -fa 'help' -d 'Show subcommand help information.'
