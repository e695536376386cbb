# Completions of cqueue for fish, written by 'cqueue --generate-completion-script fish'.

# A line for each option and each operand before the cursor.
function __cqueue_scan
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
            case --user --state --name --label --jobs --partition --account --since --format --sort --timeline-svg --interval --signal --set --max-queue-len --backend --qtype --log-level --log-file --log-also --log-format --color --config --generate-completion-script
                echo option $word
                set -q words[1]; and set -e words[1]
            case '--*'
                set -a seen "option $word"
                echo option (string replace -r '=.*' '' -- $word)
            case '-?*'
                for letter in (string match -r -- '^-([^utnjpoSm]*[utnjpoSm]?)' $word)[2]
                    printf 'option -%s\n' (string split '' -- $letter)
                end
                string match -qr -- '^-[^utnjpoSm]*[utnjpoSm]$' $word
                and set -q words[1]
                and set -e words[1]
            case '*'
                echo operand $word
        end
    end
end

# The value at the cursor, without the option before it.
function __cqueue_current
    string replace -r -- '^(--[^=]*=|-[^-utnjpoSm][^utnjpoSm]*[utnjpoSm]|-[utnjpoSm])' '' (commandline -ct)
end

function __cqueue_operands
    __cqueue_scan | string replace -rf '^operand ' ''
end

function __cqueue_given
    __cqueue_scan | string replace -rf '^option ' ''
end

# Some of these words, with commas between.
function __cqueue_list
    set -l head (string match -r '^.*,' -- (__cqueue_current))
    set -q head[1]; or set head ''
    printf '%s\n' $head$argv
end

# Files for a value that stands behind its letter in one word.
function __cqueue_files
    string match -qr -- '^-[^-]' (commandline -ct); and __fish_complete_path (__cqueue_current)
end

# Words that the tool itself tells, in its order: KIND [list].
function __cqueue_candidates
    set -l text (__cqueue_current)
    set -l head ''
    if test "$argv[2]" = list
        set head (string match -r '^.*,' -- $text)
        set -q head[1]; or set head ''
        set text (string replace -r '^.*,' '' -- $text)
    end
    if test $argv[1] = setting-values
        set text (__cqueue_operands)[-1]=$text
    end
    set -l lines (cqueue --complete "$argv[1]=$text" 2>/dev/null)
    set -q lines[1]; and printf '%s\n' $head$lines
end

# What the next operand may be.
function __cqueue_operand
    set -l count (count (__cqueue_operands))
    set -l given (__cqueue_given)
    if contains -- --cancel $given
        __cqueue_candidates unfinished-jobs
        return
    end
    if contains -- --signal $given
        __cqueue_candidates unfinished-jobs
        return
    end
    if contains -- --hold $given
        __cqueue_candidates unfinished-jobs
        return
    end
    if contains -- --release $given
        __cqueue_candidates unfinished-jobs
        return
    end
    if contains -- --set $given
        __cqueue_candidates unfinished-jobs
        return
    end
    if contains -- --top $given
        __cqueue_candidates unfinished-jobs
        return
    end
    if contains -- --pause $given
        true
        return
    end
    if contains -- --unpause $given
        true
        return
    end
    if contains -- --check $given
        true
        return
    end
    if contains -- --backends $given
        true
        return
    end
    if contains -- --can-submit $given
        true
        return
    end
    test $count -ge 0; and __cqueue_candidates jobs
end

complete -c cqueue -f -k -a '(__cqueue_operand)'
complete -c cqueue -s u -l user -x -k -a '(__cqueue_list me all (__fish_complete_users))' -d 'Jobs of these users: me, all, a name or a number (me).'
complete -c cqueue -l me -d 'Jobs of mine.'
complete -c cqueue -l all-users -d 'Jobs of everybody.'
complete -c cqueue -s a -l all -d 'Also jobs that have ended.'
complete -c cqueue -s t -l state -x -k -a '(__cqueue_list held pending running suspended completing complete failed cancelled timeout oom node_fail preempted unknown active done bad uncertain all)' -d 'Jobs in these states: pending, running, failed, PD, R, active, done, bad.'
complete -c cqueue -s n -l name -x -d 'Jobs whose name fits this pattern.'
complete -c cqueue -l label -x -d 'Jobs marked with this KEY, or KEY=VALUE (csub --label).'
complete -c cqueue -s j -l jobs -x -k -a '(__cqueue_candidates jobs list)' -d 'Jobs of these IDs.'
complete -c cqueue -s p -l partition -x -k -a '(__cqueue_candidates partitions list)' -d 'Jobs in these partitions or queues.'
complete -c cqueue -l account -x -d 'Jobs charged to these accounts.'
complete -c cqueue -l since -x -d 'Jobs submitted since then: 2h, today, 2026-11-22T08:00.'
complete -c cqueue -l refresh -d 'Asks the batch system now.'
complete -c cqueue -l cached -d 'Doesn\'t ask it: shows what it said last.'
complete -c cqueue -s I -l ids -d 'IDs only.'
complete -c cqueue -s l -l long -d 'Everything about each job.'
complete -c cqueue -l count -d 'How many.'
complete -c cqueue -l stats -d 'How many in each state.'
complete -c cqueue -l json -d 'One JSON document.'
complete -c cqueue -l jsonl -d 'A JSON object a line.'
complete -c cqueue -l parsable -d 'Fields with \'|\' between, no heading.'
complete -c cqueue -s o -l format -x -k -a '(__cqueue_list id name user backend queue account st state native_state reason disappeared cores nodes node_list memory priority workdir command input batch labels deps begin submit start end time elapsed time_limit tries attempts exitcode signal exit_status user_time system_time maxrss stdout stderr stdin script)' -d 'Columns, or members of JSON, with commas between; \'help\' lists them.'
complete -c cqueue -s S -l sort -x -k -a '(__cqueue_list id name user backend queue account st state native_state reason disappeared cores nodes node_list memory priority workdir command input batch labels deps begin submit start end time elapsed time_limit tries attempts exitcode signal exit_status user_time system_time maxrss stdout stderr stdin script)' -d 'Sorts by these fields; \'-\' before one turns its order around.'
complete -c cqueue -l no-header -d 'No heading, and none between the outputs of several jobs.'
complete -c cqueue -l stdout -d 'What the jobs wrote to standard output.'
complete -c cqueue -l stderr -d 'What the jobs wrote to standard error.'
complete -c cqueue -l tag -d 'With --stdout or --stderr: each line begins with the job\'s ID and name, and a tab.'
complete -c cqueue -l script -d 'What the jobs run.'
complete -c cqueue -l env -d 'The jobs\' environments, as env(1) has them.'
complete -c cqueue -l path -d 'The paths of the jobs\' files.'
complete -c cqueue -l follow -d 'What a job writes, as it writes it, until it ends.'
complete -c cqueue -l batches -d 'A line for each batch: how many jobs are done, and the time left.'
complete -c cqueue -l timeline -d 'Jobs as bars over time, on their slots.'
complete -c cqueue -l timeline-svg -r -F -a '(__cqueue_files)' -d 'Writes that as a picture (SVG) for a browser; \'-\' for standard output.'
complete -c cqueue -l tree -d 'What depends on what, and what failed first.'
complete -c cqueue -l graph -d 'The same in DOT, for graphviz.'
complete -c cqueue -s w -l watch -d 'Shows it again and again, on a terminal, until q is pressed.'
complete -c cqueue -l interval -x -d 'Seconds between, with --watch (2).'
complete -c cqueue -l cancel -d 'Ends them: SIGTERM, and SIGKILL after ten seconds.'
complete -c cqueue -l signal -x -a 'HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS' -d 'Sends this signal to those that run.'
complete -c cqueue -l hold -d 'They don\'t start until they are released.'
complete -c cqueue -l release -d 'Lets held ones start.'
complete -c cqueue -l requeue -d 'Lets a batch system run them again.'
complete -c cqueue -l set -x -d 'Changes those that wait: priority=10,time=2h,cores=4,depend=L7.'
complete -c cqueue -l top -d 'Puts those that wait before all others.'
complete -c cqueue -l pause -d 'Starts no job of the local queue.'
complete -c cqueue -l unpause -d 'Goes on starting jobs.'
complete -c cqueue -l check -d 'Looks for faults in the queue\'s files; changes nothing.'
complete -c cqueue -l backends -d 'Tells what carries jobs out, why, and what was looked for.'
complete -c cqueue -l can-submit -d 'Ends with 0 if the queue is shorter than -m, else 1.'
complete -c cqueue -s m -l max-queue-len -x -d 'The length that --can-submit goes by; 0 for any.'
complete -c cqueue -l backend -l qtype -x -a 'auto local slurm torque pbs' -d 'What carries it out: auto, local, slurm, torque, pbs.'
complete -c cqueue -s 0 -l null -d 'IDs end with NUL, in and out.'
complete -c cqueue -s v -l verbose -d 'Says more on standard error; twice: everything.'
complete -c cqueue -s q -s Q -l quiet -d 'Failures only on standard error.'
complete -c cqueue -l log-level -x -a 'debug info normal warn error critical' -d 'Says what is at least: debug, info, normal, warn, error, critical.'
complete -c cqueue -l log-file -r -F -a '(__cqueue_files)' -d 'Appends what is said to FILE; failures are said on standard error, too.'
complete -c cqueue -l log-also -x -a 'stdout stderr' -d 'With --log-file: says all of it there as well: stdout, stderr.'
complete -c cqueue -l log-format -x -a 'plain cluster json' -d 'How it is said: plain, cluster (with time and level), json.'
complete -c cqueue -l color -x -a 'auto always never' -d 'Colours: auto, always, never.'
complete -c cqueue -l config -r -F -a '(__cqueue_files)' -d 'Reads this configuration.'
complete -c cqueue -s V -l version -d 'Shows the version.'
complete -c cqueue -s h -l help -d 'Shows the usual options.'
complete -c cqueue -l help-all -d 'Shows every option.'
complete -c cqueue -l generate-completion-script -x -a 'bash zsh fish' -d 'Writes completions for bash, zsh or fish.'
