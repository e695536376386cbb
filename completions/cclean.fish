# Completions of cclean for fish, written by 'cclean --generate-completion-script fish'.

# A line for each option and each operand before the cursor.
function __cclean_scan
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
            case --state --older-than --name --label --user --partition --account --since --jobs --backend --qtype --dir --suffix --log-level --log-file --log-also --log-format --color --config --generate-completion-script
                echo option $word
                set -q words[1]; and set -e words[1]
            case '--*'
                set -a seen "option $word"
                echo option (string replace -r '=.*' '' -- $word)
            case '-?*'
                for letter in (string match -r -- '^-([^tupjDs]*[tupjDs]?)' $word)[2]
                    printf 'option -%s\n' (string split '' -- $letter)
                end
                string match -qr -- '^-[^tupjDs]*[tupjDs]$' $word
                and set -q words[1]
                and set -e words[1]
            case '*'
                echo operand $word
        end
    end
end

# The value at the cursor, without the option before it.
function __cclean_current
    string replace -r -- '^(--[^=]*=|-[^-tupjDs][^tupjDs]*[tupjDs]|-[tupjDs])' '' (commandline -ct)
end

function __cclean_operands
    __cclean_scan | string replace -rf '^operand ' ''
end

function __cclean_given
    __cclean_scan | string replace -rf '^option ' ''
end

# Some of these words, with commas between.
function __cclean_list
    set -l head (string match -r '^.*,' -- (__cclean_current))
    set -q head[1]; or set head ''
    printf '%s\n' $head$argv
end

# Files for a value that stands behind its letter in one word.
function __cclean_files
    string match -qr -- '^-[^-]' (commandline -ct); and __fish_complete_path (__cclean_current)
end

# Words that the tool itself tells, in its order: KIND [list].
function __cclean_candidates
    set -l text (__cclean_current)
    set -l head ''
    if test "$argv[2]" = list
        set head (string match -r '^.*,' -- $text)
        set -q head[1]; or set head ''
        set text (string replace -r '^.*,' '' -- $text)
    end
    if test $argv[1] = setting-values
        set text (__cclean_operands)[-1]=$text
    end
    set -l lines (cclean --complete "$argv[1]=$text" 2>/dev/null)
    set -q lines[1]; and printf '%s\n' $head$lines
end

# What the next operand may be.
function __cclean_operand
    set -l count (count (__cclean_operands))
    set -l given (__cclean_given)
    if contains -- -D $given; or contains -- --dir $given
        __fish_complete_directories (__cclean_current)
        return
    end
    test $count -ge 0; and __cclean_candidates ended-jobs
end

complete -c cclean -f -k -a '(__cclean_operand)'
complete -c cclean -s a -l all -d 'All of my jobs that have ended.'
complete -c cclean -s t -l state -x -k -a '(__cclean_list held pending running suspended completing complete failed cancelled timeout oom node_fail preempted unknown active done bad uncertain all)' -d 'Jobs that ended in these states: failed, cancelled, CD, TO, bad, done.'
complete -c cclean -l failed -d 'Jobs that did not end with 0.'
complete -c cclean -l ok -d 'Jobs that ended with 0.'
complete -c cclean -l older-than -x -d 'Jobs that ended before then: 30d, yesterday, 2026-11-22.'
complete -c cclean -l name -x -d 'Jobs whose name fits this pattern.'
complete -c cclean -l label -x -d 'Jobs marked with this KEY, or KEY=VALUE (csub --label).'
complete -c cclean -s u -l user -x -k -a '(__cclean_list me all (__fish_complete_users))' -d 'Jobs of these users: me, all, a name or a number (me).'
complete -c cclean -s p -l partition -x -k -a '(__cclean_candidates partitions list)' -d 'Jobs in these partitions or queues.'
complete -c cclean -l account -x -d 'Jobs charged to these accounts.'
complete -c cclean -l since -x -d 'Jobs submitted since then: 2h, today, 2026-11-22T08:00.'
complete -c cclean -s j -l jobs -x -k -a '(__cclean_candidates jobs list)' -d 'Jobs of these IDs.'
complete -c cclean -l backend -l qtype -x -a 'auto local slurm torque pbs' -d 'What carries it out: auto, local, slurm, torque, pbs.'
complete -c cclean -s 0 -l null -d 'IDs and paths end with NUL, in and out.'
complete -c cclean -s o -l outputs -d 'Removes what the jobs have written, too.'
complete -c cclean -l empty -d 'Removes outputs in which there is nothing, and no other file.'
complete -c cclean -l spool -d 'Removes csub\'s records of a batch system\'s jobs, too.'
complete -c cclean -s D -l dir -x -k -a '(__fish_complete_directories (__cclean_current))' -d 'Removes what jobs have left in DIR, outputs too, without going below it.'
complete -c cclean -s s -l suffix -x -d 'What stands in the names of the files, with --dir (cluster).'
complete -c cclean -l every -d 'With --dir: every file with such a name, whoever made it.'
complete -c cclean -s n -l dry-run -d 'Writes the paths, and removes nothing.'
complete -c cclean -s i -l confirm -d 'Asks first.'
complete -c cclean -s f -l force -l yes -d 'Never asks.'
complete -c cclean -s v -l verbose -d 'Says more on standard error; twice: everything.'
complete -c cclean -s q -s Q -l quiet -d 'Failures only on standard error.'
complete -c cclean -l log-level -x -a 'debug info normal warn error critical' -d 'Says what is at least: debug, info, normal, warn, error, critical.'
complete -c cclean -l log-file -r -F -a '(__cclean_files)' -d 'Appends what is said to FILE; failures are said on standard error, too.'
complete -c cclean -l log-also -x -a 'stdout stderr' -d 'With --log-file: says all of it there as well: stdout, stderr.'
complete -c cclean -l log-format -x -a 'plain cluster json' -d 'How it is said: plain, cluster (with time and level), json.'
complete -c cclean -l color -x -a 'auto always never' -d 'Colours: auto, always, never.'
complete -c cclean -l config -r -F -a '(__cclean_files)' -d 'Reads this configuration.'
complete -c cclean -s V -l version -d 'Shows the version.'
complete -c cclean -s h -l help -d 'Shows the usual options.'
complete -c cclean -l help-all -d 'Shows every option.'
complete -c cclean -l generate-completion-script -x -a 'bash zsh fish' -d 'Writes completions for bash, zsh or fish.'
