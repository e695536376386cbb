# Completions of csub for fish, written by 'csub --generate-completion-script fish'.

# A line for each option and each operand before the cursor.
function __csub_scan
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
            case --job-name --name --label --labels --nodes --cores --cpus-per-task --cpus --mem --memory --mem-per-cpu --gpus --gres --time --walltime --ntasks-per-node --partition --queue --account --qos --features --constraint --nodelist --exclude --reservation --licenses --depend --depends --dependency --dependencies --after --begin --deadline --array --kill-on-invalid-dep --priority --nice --tries --output --outfile --stdout --error --errfile --stderr --input --chdir --dir --cwd --runpath --script-dir --filedir --path --scriptpath --scriptdir --filepath --out-dir --outpath --suffix --export --env --modules --prologue --signal --comment --mail-user --mail-type --native --each --colsep --chunk --max-running --python --args --kwargs --import --python-path --function --source --profile --option --resource-list --skip --config --backend --qtype --batch --max-queue-len --max-fails --threads --format --log-level --log-file --log-also --log-format --color --generate-completion-script
                echo option $word
                set -q words[1]; and set -e words[1]
            case '--*'
                set -a seen "option $word"
                echo option (string replace -r '=.*' '' -- $word)
            case '-?*'
                for letter in (string match -r -- '^-([^JNcGtpACdbaoeiDPOlm]*[JNcGtpACdbaoeiDPOlm]?)' $word)[2]
                    printf 'option -%s\n' (string split '' -- $letter)
                end
                string match -qr -- '^-[^JNcGtpACdbaoeiDPOlm]*[JNcGtpACdbaoeiDPOlm]$' $word
                and set -q words[1]
                and set -e words[1]
            case '*'
                echo operand $word
                if not contains -- option' '--render $seen
                    set -q words[1]; and printf 'operand %s\n' $words
                    return
                end
        end
    end
end

# The value at the cursor, without the option before it.
function __csub_current
    string replace -r -- '^(--[^=]*=|-[^-JNcGtpACdbaoeiDPOlm][^JNcGtpACdbaoeiDPOlm]*[JNcGtpACdbaoeiDPOlm]|-[JNcGtpACdbaoeiDPOlm])' '' (commandline -ct)
end

# Whether options may stand at the cursor.
function __csub_takes_options
    not contains -- -- (commandline -opc); and test (count (__csub_operands)) -eq 0
end

function __csub_operands
    __csub_scan | string replace -rf '^operand ' ''
end

function __csub_given
    __csub_scan | string replace -rf '^option ' ''
end

# Some of these words, with commas between.
function __csub_list
    set -l head (string match -r '^.*,' -- (__csub_current))
    set -q head[1]; or set head ''
    printf '%s\n' $head$argv
end

# Files for a value that stands behind its letter in one word.
function __csub_files
    string match -qr -- '^-[^-]' (commandline -ct); and __fish_complete_path (__csub_current)
end

# Words that the tool itself tells, in its order: KIND [list].
function __csub_candidates
    set -l text (__csub_current)
    set -l head ''
    if test "$argv[2]" = list
        set head (string match -r '^.*,' -- $text)
        set -q head[1]; or set head ''
        set text (string replace -r '^.*,' '' -- $text)
    end
    if test $argv[1] = setting-values
        set text (__csub_operands)[-1]=$text
    end
    set -l lines (csub --complete "$argv[1]=$text" 2>/dev/null)
    set -q lines[1]; and printf '%s\n' $head$lines
end

# The command and its arguments, which have completions of their own.
function __csub_command
    complete -C (string join ' ' -- (string escape -- (__csub_operands)) (commandline -ct))
end

# What the next operand may be.
function __csub_operand
    string match -q -- '-*' (commandline -ct); and __csub_takes_options; and return
    set -l count (count (__csub_operands))
    set -l given (__csub_given)
    if contains -- --each $given
        __fish_complete_path (commandline -ct)
        return
    end
    if contains -- -f $given; or contains -- --file $given
        __fish_complete_path (commandline -ct)
        return
    end
    if contains -- --resubmit $given
        __csub_candidates ended-jobs
        return
    end
    if contains -- --python $given
        __fish_complete_path (commandline -ct)
        return
    end
    if contains -- --function $given
        __fish_complete_path (commandline -ct)
        return
    end
    if contains -- --render $given
        __csub_candidates keyword-values
        return
    end
    test $count -ge 0; and __csub_command
end

complete -c csub -f -k -a '(__csub_operand)'
complete -c csub -n '__csub_takes_options' -s J -l job-name -l name -x -d 'Name of the job; else the command\'s.'
complete -c csub -n '__csub_takes_options' -l label -l labels -x -d 'Marks it with KEY or KEY=VALUE: cqueue and cwait choose jobs by that.'
complete -c csub -n '__csub_takes_options' -s N -l nodes -x -d 'Machines it holds (1).'
complete -c csub -n '__csub_takes_options' -s c -l cores -l cpus-per-task -l cpus -x -d 'Cores it holds, on each node (1).'
complete -c csub -n '__csub_takes_options' -l mem -l memory -x -d 'Memory it holds: 4000 (MiB), 512K, 16G, 0 (all), none.'
complete -c csub -n '__csub_takes_options' -l mem-per-cpu -x -d 'Memory for each of its cores, instead of --mem.'
complete -c csub -n '__csub_takes_options' -s G -l gpus -x -d 'GPUs it holds.'
complete -c csub -n '__csub_takes_options' -l gres -x -d 'Other resources: gpu:a100:2.'
complete -c csub -n '__csub_takes_options' -s t -l time -l walltime -x -d 'Ends it after this long: 90 (minutes), 90s, 2h, 1-12:00:00.'
complete -c csub -n '__csub_takes_options' -l ntasks-per-node -x -d 'Tasks that srun starts on each node (1).'
complete -c csub -n '__csub_takes_options' -l exclusive -d 'Has its nodes to itself; locally, all cores.'
complete -c csub -n '__csub_takes_options' -s p -l partition -l queue -x -k -a '(__csub_candidates partitions)' -d 'Partition or queue of the batch system.'
complete -c csub -n '__csub_takes_options' -s A -l account -x -d 'Account to be charged.'
complete -c csub -n '__csub_takes_options' -l qos -x -d 'Quality of service.'
complete -c csub -n '__csub_takes_options' -s C -l features -l constraint -x -d 'Features that its nodes must have.'
complete -c csub -n '__csub_takes_options' -l nodelist -x -d 'Runs on these nodes.'
complete -c csub -n '__csub_takes_options' -l exclude -x -d 'Does not run on these nodes.'
complete -c csub -n '__csub_takes_options' -l reservation -x -d 'Uses this reservation.'
complete -c csub -n '__csub_takes_options' -l licenses -x -d 'Licences it holds: matlab:2.'
complete -c csub -n '__csub_takes_options' -s d -l depend -l depends -l dependency -l dependencies -l after -x -k -a '(__csub_candidates dependencies list)' -d 'Starts after these jobs: L7, afterany:L7:L8, singleton; - reads them from stdin.'
complete -c csub -n '__csub_takes_options' -s b -l begin -x -d 'Starts not before: 16:00, now+1hour, 2026-12-24T18:00.'
complete -c csub -n '__csub_takes_options' -l deadline -x -d 'Is removed if it can\'t end before.'
complete -c csub -n '__csub_takes_options' -s a -l array -x -d 'Many jobs of one script: 0-15, 1,3,5-7, 0-99%10.'
complete -c csub -n '__csub_takes_options' -s H -l hold -d 'Waits until it is released.'
complete -c csub -n '__csub_takes_options' -l kill-on-invalid-dep -x -a 'yes no' -d 'Ends it when what it waits for can\'t happen.'
complete -c csub -n '__csub_takes_options' -l priority -x -d 'Higher starts first (0).'
complete -c csub -n '__csub_takes_options' -l nice -x -d 'Lowers its priority by N.'
complete -c csub -n '__csub_takes_options' -l tries -x -d 'Runs it up to N times until it ends with 0 (1).'
complete -c csub -n '__csub_takes_options' -l requeue -d 'Runs it again if its ending is lost.'
complete -c csub -n '__csub_takes_options' -l no-requeue -d 'Does not run it again, whatever the batch system does by itself.'
complete -c csub -n '__csub_takes_options' -s o -l output -l outfile -l stdout -r -F -a '(__csub_files)' -d 'Its standard output; %j is the ID, %x the name; .gz and .bz2 compress.'
complete -c csub -n '__csub_takes_options' -s e -l error -l errfile -l stderr -r -F -a '(__csub_files)' -d 'Its standard error; else as the output, or NAME.N.cluster.err.'
complete -c csub -n '__csub_takes_options' -s i -l input -r -F -a '(__csub_files)' -d 'Its standard input.'
complete -c csub -n '__csub_takes_options' -s D -l chdir -l dir -l cwd -l runpath -x -k -a '(__fish_complete_directories (__csub_current))' -d 'Runs there.'
complete -c csub -n '__csub_takes_options' -l script-dir -l filedir -l path -l scriptpath -l scriptdir -l filepath -x -k -a '(__fish_complete_directories (__csub_current))' -d 'Its own files go there: NAME.N.cluster.out and the like.'
complete -c csub -n '__csub_takes_options' -l out-dir -l outpath -x -k -a '(__fish_complete_directories (__csub_current))' -d 'Its default outputs go there, and not to --script-dir.'
complete -c csub -n '__csub_takes_options' -l suffix -x -d 'What stands for cluster in their names.'
complete -c csub -n '__csub_takes_options' -l export -l env -x -k -a '(__csub_list ALL NONE (set -xn))' -d 'Its environment: ALL, NONE, VAR, VAR=VALUE, comma between.'
complete -c csub -n '__csub_takes_options' -l modules -x -d 'Environment modules that are loaded before it runs.'
complete -c csub -n '__csub_takes_options' -l prologue -x -d 'Shell text before it: conda activate x. It ends with 126 if that fails.'
complete -c csub -n '__csub_takes_options' -l signal -x -a 'HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS' -d 'Sends a signal before its time is up.'
complete -c csub -n '__csub_takes_options' -l comment -x -d 'A remark.'
complete -c csub -n '__csub_takes_options' -l mail-user -x -d 'Who is told of what happens to it.'
complete -c csub -n '__csub_takes_options' -l mail-type -x -k -a '(__csub_list NONE BEGIN END FAIL REQUEUE ALL INVALID_DEPEND STAGE_OUT TIME_LIMIT TIME_LIMIT_90 TIME_LIMIT_80 TIME_LIMIT_50 ARRAY_TASKS)' -d 'What of: BEGIN, END, FAIL, ALL, NONE.'
complete -c csub -n '__csub_takes_options' -l native -x -d 'An option of sbatch or qsub, as it is.'
complete -c csub -n '__csub_takes_options' -l each -x -d 'One job for each line of stdin, or each word behind \':::\'; {} is the line.'
complete -c csub -n '__csub_takes_options' -s 0 -l null -d 'Input for --each ends with NUL, not newline.'
complete -c csub -n '__csub_takes_options' -l colsep -x -d 'With --each: lines have columns {1} {2} with TEXT between; \\t is a tab.'
complete -c csub -n '__csub_takes_options' -l chunk -x -d 'With --each: a job for N lines; {} is all of them.'
complete -c csub -n '__csub_takes_options' -l max-running -x -d 'With --each: at most N of the jobs run at once.'
complete -c csub -n '__csub_takes_options' -s f -l file -d 'The operands are job files: each is submitted as it is.'
complete -c csub -n '__csub_takes_options' -l track -d 'With -f: a script of csub\'s runs the file and keeps its exit status.'
complete -c csub -n '__csub_takes_options' -l resubmit -d 'The operands are IDs: each job is submitted again, as it was.'
complete -c csub -n '__csub_takes_options' -l with-dependents -d 'With --resubmit: also jobs that were cancelled because of these.'
complete -c csub -n '__csub_takes_options' -l python -r -F -a '(__csub_files)' -d 'Calls a Python function; operands are its arguments.'
complete -c csub -n '__csub_takes_options' -l args -x -d 'With --python: arguments before the operands, as a JSON array.'
complete -c csub -n '__csub_takes_options' -l kwargs -x -d 'With --python: arguments by name, as a JSON object.'
complete -c csub -n '__csub_takes_options' -l import -x -d 'With --python: imports this before.'
complete -c csub -n '__csub_takes_options' -l python-path -x -k -a '(__fish_complete_directories (__csub_current))' -d 'With --python: looks for modules here first.'
complete -c csub -n '__csub_takes_options' -l function -x -d 'Calls a function that bash exported, likewise.'
complete -c csub -n '__csub_takes_options' -l source -r -F -a '(__csub_files)' -d 'Has bash read FILE before the command.'
complete -c csub -n '__csub_takes_options' -l srun -d 'On Slurm: srun runs the command, on every node of the job.'
complete -c csub -n '__csub_takes_options' -l depend-missing-ok -d 'With -d: a job that nobody knows is left out.'
complete -c csub -n '__csub_takes_options' -l shell -d 'Reads a lone operand as text for a shell.'
complete -c csub -n '__csub_takes_options' -l exec -d 'Reads a lone operand as a program\'s name.'
complete -c csub -n '__csub_takes_options' -s P -l profile -x -k -a '(__csub_candidates profiles)' -d 'Options of this profile; of several the last counts.'
complete -c csub -n '__csub_takes_options' -s O -l option -x -k -a '(__csub_candidates keyword-values)' -d 'Any option by its keyword: --list-options has them.'
complete -c csub -n '__csub_takes_options' -s l -l resource-list -x -d 'As for qsub: nodes=2:ppn=4,mem=4gb,walltime=1:00:00.'
complete -c csub -n '__csub_takes_options' -l skip -x -k -a '(__csub_candidates keywords list)' -d 'Leaves an option out, whatever profiles say.'
complete -c csub -n '__csub_takes_options' -l config -r -F -a '(__csub_files)' -d 'Reads this configuration.'
complete -c csub -n '__csub_takes_options' -l backend -l qtype -x -a 'auto local slurm torque pbs' -d 'What carries it out: auto, local, slurm, torque, pbs.'
complete -c csub -n '__csub_takes_options' -l batch -x -d 'Names what is submitted: @NAME stands for all its jobs where an ID may.'
complete -c csub -n '__csub_takes_options' -s m -l max-queue-len -x -d 'Waits until the queue is shorter than N (0: never).'
complete -c csub -n '__csub_takes_options' -l no-block -d 'Ends with 75 instead of waiting for the queue.'
complete -c csub -n '__csub_takes_options' -l if-absent -l unique -d 'Submits nothing where an unfinished job has that name; writes its ID.'
complete -c csub -n '__csub_takes_options' -l no-id -d 'Writes no ID.'
complete -c csub -n '__csub_takes_options' -l json -d 'Writes a JSON document with the jobs\' IDs, names and inputs in place of the IDs.'
complete -c csub -n '__csub_takes_options' -s W -l wait -d 'Waits for the jobs and ends as they do.'
complete -c csub -n '__csub_takes_options' -l max-fails -x -d 'With --wait: cancels the rest when N have not ended with 0.'
complete -c csub -n '__csub_takes_options' -l get -d 'With --wait: writes their output.'
complete -c csub -n '__csub_takes_options' -l result -d 'With --wait: writes what their functions returned, as JSON.'
complete -c csub -n '__csub_takes_options' -l threads -x -d 'Cores that the local queue\'s jobs share from now on (0: all).'
complete -c csub -n '__csub_takes_options' -l dry-run -d 'Submits nothing; writes what would run, with -v where each value comes from.'
complete -c csub -n '__csub_takes_options' -l write -d 'Submits nothing; writes the job scripts and their paths.'
complete -c csub -n '__csub_takes_options' -l test-only -d 'Submits nothing; tells what the batch system says to the jobs.'
complete -c csub -n '__csub_takes_options' -l check -d 'Submits nothing; writes the options as they were read.'
complete -c csub -n '__csub_takes_options' -l render -d 'Writes the directives of KEY=VALUE operands.'
complete -c csub -n '__csub_takes_options' -l list-options -d 'Lists every option; --format says how.'
complete -c csub -n '__csub_takes_options' -l format -x -a 'string table json' -d 'For --list-options: string, table or json.'
complete -c csub -n '__csub_takes_options' -s v -l verbose -d 'Says more on standard error; twice: everything.'
complete -c csub -n '__csub_takes_options' -s Q -l quiet -d 'Failures only on standard error.'
complete -c csub -n '__csub_takes_options' -l log-level -x -a 'debug info normal warn error critical' -d 'Says what is at least: debug, info, normal, warn, error, critical.'
complete -c csub -n '__csub_takes_options' -l log-file -r -F -a '(__csub_files)' -d 'Appends what is said to FILE; failures are said on standard error, too.'
complete -c csub -n '__csub_takes_options' -l log-also -x -a 'stdout stderr' -d 'With --log-file: says all of it there as well: stdout, stderr.'
complete -c csub -n '__csub_takes_options' -l log-format -x -a 'plain cluster json' -d 'How it is said: plain, cluster (with time and level), json.'
complete -c csub -n '__csub_takes_options' -l color -x -a 'auto always never' -d 'Colours: auto, always, never.'
complete -c csub -n '__csub_takes_options' -s V -l version -d 'Shows the version.'
complete -c csub -n '__csub_takes_options' -s h -l help -d 'Shows the usual options.'
complete -c csub -n '__csub_takes_options' -l help-all -d 'Shows every option.'
complete -c csub -n '__csub_takes_options' -l generate-completion-script -x -a 'bash zsh fish' -d 'Writes completions for bash, zsh or fish.'
