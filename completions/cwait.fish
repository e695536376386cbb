# Completions of cwait for fish, written by 'cwait --generate-completion-script fish'.

# A line for each option and each operand before the cursor.
function __cwait_scan
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
            case --user --label --state --max-queue-len --backend --qtype --timeout --interval --grace --files-timeout --appear --uncertain --max-errors --exit --notify --progress --log-level --log-file --log-also --log-format --color --config --generate-completion-script
                echo option $word
                set -q words[1]; and set -e words[1]
            case '--*'
                set -a seen "option $word"
                echo option (string replace -r '=.*' '' -- $word)
            case '-?*'
                for letter in (string match -r -- '^-([^umti]*[umti]?)' $word)[2]
                    printf 'option -%s\n' (string split '' -- $letter)
                end
                string match -qr -- '^-[^umti]*[umti]$' $word
                and set -q words[1]
                and set -e words[1]
            case '*'
                echo operand $word
        end
    end
end

# The value at the cursor, without the option before it.
function __cwait_current
    string replace -r -- '^(--[^=]*=|-[^-umti][^umti]*[umti]|-[umti])' '' (commandline -ct)
end

function __cwait_operands
    __cwait_scan | string replace -rf '^operand ' ''
end

function __cwait_given
    __cwait_scan | string replace -rf '^option ' ''
end

# Some of these words, with commas between.
function __cwait_list
    set -l head (string match -r '^.*,' -- (__cwait_current))
    set -q head[1]; or set head ''
    printf '%s\n' $head$argv
end

# Files for a value that stands behind its letter in one word.
function __cwait_files
    string match -qr -- '^-[^-]' (commandline -ct); and __fish_complete_path (__cwait_current)
end

# Words that the tool itself tells, in its order: KIND [list].
function __cwait_candidates
    set -l text (__cwait_current)
    set -l head ''
    if test "$argv[2]" = list
        set head (string match -r '^.*,' -- $text)
        set -q head[1]; or set head ''
        set text (string replace -r '^.*,' '' -- $text)
    end
    if test $argv[1] = setting-values
        set text (__cwait_operands)[-1]=$text
    end
    set -l lines (cwait --complete "$argv[1]=$text" 2>/dev/null)
    set -q lines[1]; and printf '%s\n' $head$lines
end

# What the next operand may be.
function __cwait_operand
    set -l count (count (__cwait_operands))
    set -l given (__cwait_given)
    if contains -- -a $given; or contains -- --all $given
        true
        return
    end
    if contains -- -u $given; or contains -- --user $given
        true
        return
    end
    if contains -- --label $given
        true
        return
    end
    if contains -- --slot $given
        true
        return
    end
    test $count -ge 0; and __cwait_candidates unfinished-jobs
end

complete -c cwait -f -k -a '(__cwait_operand)'
complete -c cwait -s a -l all -d 'All of my jobs that have not ended.'
complete -c cwait -s u -l user -x -k -a '(__cwait_list me all (__fish_complete_users))' -d 'All jobs of these users that have not ended: me, all, a name or a number.'
complete -c cwait -l label -x -d 'All of my jobs, or of --user\'s, that are marked with this and have not ended.'
complete -c cwait -l state -x -k -a '(__cwait_list held pending running suspended completing active)' -d 'Waits until the jobs are in this state, or have ended: running, held.'
complete -c cwait -l slot -d 'Waits until the queue has room for one more job.'
complete -c cwait -s m -l max-queue-len -x -d 'With --slot: until it is shorter than N.'
complete -c cwait -s r -l allow-empty -d 'No IDs on standard input is fine.'
complete -c cwait -s 0 -l null -d 'IDs end with NUL, in and out.'
complete -c cwait -l backend -l qtype -x -a 'auto local slurm torque pbs' -d 'What carries it out: auto, local, slurm, torque, pbs.'
complete -c cwait -s t -l timeout -x -d 'Gives up after this long, with 124: 90, 90s, 2h.'
complete -c cwait -s i -l interval -x -d 'Time between two questions to a batch system.'
complete -c cwait -l grace -x -d 'Waits this long once more when all is over.'
complete -c cwait -l files-timeout -x -d 'Time that the files of an ended job may take to appear.'
complete -c cwait -l appear -x -d 'Time that a job that nobody knows may take to appear (30s).'
complete -c cwait -l uncertain -x -d 'Gives up a job that was suspended or queued again for so long.'
complete -c cwait -l max-errors -x -d 'Gives up when a batch system does not answer N times in a row.'
complete -c cwait -l vanished-ok -d 'A job that left the queue without a trace counts as 0.'
complete -c cwait -l any -d 'Stops at the first job that ends, and writes its ID.'
complete -c cwait -l fail-fast -d 'Stops at the first job that does not end with 0.'
complete -c cwait -l cancel-rest -d 'With --fail-fast or --any: cancels the others then.'
complete -c cwait -l cancel-on-interrupt -d 'Cancels the jobs when a signal stops the waiting.'
complete -c cwait -l exit -x -a 'worst any first count' -d 'The exit status: worst or first failure, 0 for any success, or a count.'
complete -c cwait -l notify -x -d 'Runs this by sh at the end, with IDS and STATUS.'
complete -c cwait -s p -l print -d 'Writes each ID as its job ends; --ok and --failed choose.'
complete -c cwait -l ok -d 'Writes the IDs of those that ended with 0.'
complete -c cwait -l failed -d 'Writes the IDs of those that did not end with 0.'
complete -c cwait -s g -l get -d 'Writes what the jobs have written, to standard output and standard error.'
complete -c cwait -l json -d 'With --get: as one JSON document, with how they ended.'
complete -c cwait -l result -d 'Writes what the jobs\' functions have returned, as JSON, one a line.'
complete -c cwait -l progress -x -a 'auto always never' -d 'Says how far the jobs are: auto is on a terminal.'
complete -c cwait -s v -l verbose -d 'Says more on standard error; twice: everything.'
complete -c cwait -s q -s Q -l quiet -d 'Failures only on standard error.'
complete -c cwait -l log-level -x -a 'debug info normal warn error critical' -d 'Says what is at least: debug, info, normal, warn, error, critical.'
complete -c cwait -l log-file -r -F -a '(__cwait_files)' -d 'Appends what is said to FILE; failures are said on standard error, too.'
complete -c cwait -l log-also -x -a 'stdout stderr' -d 'With --log-file: says all of it there as well: stdout, stderr.'
complete -c cwait -l log-format -x -a 'plain cluster json' -d 'How it is said: plain, cluster (with time and level), json.'
complete -c cwait -l color -x -a 'auto always never' -d 'Colours: auto, always, never.'
complete -c cwait -l config -r -F -a '(__cwait_files)' -d 'Reads this configuration.'
complete -c cwait -s V -l version -d 'Shows the version.'
complete -c cwait -s h -l help -d 'Shows the usual options.'
complete -c cwait -l help-all -d 'Shows every option.'
complete -c cwait -l generate-completion-script -x -a 'bash zsh fish' -d 'Writes completions for bash, zsh or fish.'
